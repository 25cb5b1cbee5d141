/**
 * Statistics of repeated runs: what a difference is, how sure it is, and the verdict in words.
 *
 * <p>Read {@link org.dsd4j.statistics.PairedComparison}, {@link
 * org.dsd4j.statistics.AdjustedComparison}, {@link org.dsd4j.statistics.Verdict} and {@link
 * org.dsd4j.statistics.Finding}; then {@link org.dsd4j.statistics.Power} and {@link
 * org.dsd4j.statistics.Bootstrap}.
 *
 * <p>Does not belong here: networks and runs; all of it computes on numbers alone.
 */
@NullMarked
package org.dsd4j.statistics;

import org.jspecify.annotations.NullMarked;
