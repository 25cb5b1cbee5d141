/**
 * Data for experiments: with wrong labels, few samples, unequal classes, useless or noisy inputs.
 * Each condition is a view of another data set that is fixed by a seed: it is the same on each
 * reading, in each epoch and on each machine.
 *
 * <p>Put a condition on the data that are trained on, and test on data as they are: a condition
 * changes the data set that is passed to it and no other.
 *
 * <p>Read {@link org.dsd4j.data.condition.LabelNoise}, then {@link
 * org.dsd4j.data.condition.Subset}, {@link org.dsd4j.data.condition.ClassImbalance}, {@link
 * org.dsd4j.data.condition.UselessInputs} and {@link org.dsd4j.data.condition.InputNoise}.
 *
 * <p>Does not belong here: augmentation, which draws anew in each epoch.
 */
@NullMarked
package org.dsd4j.data.condition;

import org.jspecify.annotations.NullMarked;
