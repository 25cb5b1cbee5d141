/**
 * Networks in inference over whole data sets: outputs, losses and metrics.
 *
 * <p>Read {@link org.dsd4j.evaluate.Evaluator}, then {@link org.dsd4j.evaluate.PredictedBatch} and
 * {@link org.dsd4j.evaluate.Evaluation}, then {@link org.dsd4j.evaluate.FeatureExtraction}.
 *
 * <p>Does not belong here: anything that changes a weight.
 */
@NullMarked
package org.dsd4j.evaluate;

import org.jspecify.annotations.NullMarked;
