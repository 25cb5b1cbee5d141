/**
 * Metrics: measures of a network's outputs, independent of the division into batches.
 *
 * <p>Read {@link org.dsd4j.metric.Metric}, then one class for each.
 *
 * <p>Does not belong here: anything that trains.
 */
@NullMarked
package org.dsd4j.metric;

import org.jspecify.annotations.NullMarked;
