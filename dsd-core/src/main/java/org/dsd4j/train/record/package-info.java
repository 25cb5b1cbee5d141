/**
 * The settings and results of runs as values: lengths of phases, policies, records, provenance.
 *
 * <p>Read {@link org.dsd4j.train.record.Epochs}, {@link org.dsd4j.train.record.PhaseSettings},
 * {@link org.dsd4j.train.record.PhaseRecord}; {@code PhaseTable} is the table that results print.
 *
 * <p>Does not belong here: anything that computes.
 */
@NullMarked
package org.dsd4j.train.record;

import org.jspecify.annotations.NullMarked;
