/**
 * What a trained network is like, beyond its error on test data: what it has learnt by heart, how
 * far training and test are apart, how sharp its minimum is, how far its weights have moved. So
 * that a comparison says why one network is better.
 *
 * <p>A measure leaves the network as it was: weights and statistics to the bit, masks, what is
 * frozen or held. Batch norms take their running statistics and dropout drops nothing, as in
 * predictions.
 *
 * <p>Read {@link org.dsd4j.measure.Memorization}, {@link org.dsd4j.measure.GeneralizationGap},
 * {@link org.dsd4j.measure.WeightDistance}, {@link org.dsd4j.measure.Flatness}. How sure a network
 * may be of what it says tells {@link org.dsd4j.metric.CalibrationError}.
 *
 * <p>Does not belong here: sums over samples, which are metrics.
 */
@NullMarked
package org.dsd4j.measure;

import org.jspecify.annotations.NullMarked;
