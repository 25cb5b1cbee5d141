package org.dsd4j.train.record;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result of one epoch.
 *
 * @param epoch its number within the phase, from 1
 * @param trainingLoss the mean loss over the training data during training, without skipped batches
 * @param validationLoss the mean loss over the validation data after the epoch, if there are any
 * @param metrics the metrics on the validation data, by name
 * @param learningRate the rate of the last step, halved for each step back
 * @param seconds the duration of training and validation
 */
public record EpochRecord(
    int epoch,
    double trainingLoss,
    OptionalDouble validationLoss,
    Map<String, Double> metrics,
    double learningRate,
    double seconds) {}
