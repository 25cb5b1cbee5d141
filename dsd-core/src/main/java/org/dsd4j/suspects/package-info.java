/**
 * Samples whose labels may be wrong, ranked by networks' predictions.
 *
 * <p>Read {@link org.dsd4j.suspects.ClassProbabilities}, then {@link org.dsd4j.suspects.Suspects};
 * {@link org.dsd4j.suspects.LearnedProbabilities} takes the probabilities from a training.
 *
 * <p>Does not belong here: changing labels, and training.
 */
@NullMarked
package org.dsd4j.suspects;

import org.jspecify.annotations.NullMarked;
