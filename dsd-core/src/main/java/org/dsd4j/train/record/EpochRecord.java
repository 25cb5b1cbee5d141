package org.dsd4j.train.record;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What came out of one epoch.
 *
 * @param epoch its number within the phase, from 1
 * @param trainingLoss the mean loss over the training data while it was learned, without batches
 *     that were skipped
 * @param validationLoss the mean loss over the validation data after the epoch, where there is any
 * @param metrics the metrics on the validation data, by name
 * @param learningRate the rate of the last step, halved for each step back
 * @param seconds how long training and validation took
 */
public record EpochRecord(
    int epoch,
    double trainingLoss,
    OptionalDouble validationLoss,
    Map<String, Double> metrics,
    double learningRate,
    double seconds) {}
