package org.dsd4j.train.record;

import java.util.Map;
import java.util.OptionalDouble;
import org.dsd4j.internal.Numerals;

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
    double seconds) {
  /** For example {@code epoch 3: loss 0.21, validation loss 0.25, accuracy 0.93, 1.2 s}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("epoch ").append(epoch).append(": loss ").append(Numerals.rounded(trainingLoss));
    validationLoss.ifPresent(
        loss -> text.append(", validation loss ").append(Numerals.rounded(loss)));
    metrics.forEach(
        (name, value) ->
            text.append(", ").append(name).append(' ').append(Numerals.rounded(value)));
    return text.append(", ").append(Numerals.rounded(seconds)).append(" s").toString();
  }
}
