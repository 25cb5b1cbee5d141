package org.dsd4j.train;

import java.io.Serial;

/**
 * The loss, or a weight behind it, became infinite or not a number. The message says when, where it
 * first shows, and what to try.
 */
public final class NonFiniteLossException extends ArithmeticException {
  @Serial private static final long serialVersionUID = 1;

  NonFiniteLossException(
      double loss, String phase, int epoch, long batch, String place, double learningRate) {
    super(
        "the loss is %s in phase '%s', epoch %d, batch %d; the first values that are not finite are those of %s. Lower the learning rate (now %s), clip the gradients, or look for such values in the data"
            .formatted(loss, phase, epoch, batch, place, learningRate));
  }

  /** After an epoch whose losses were all finite: a ReLU may have turned NaN into 0 on the way. */
  NonFiniteLossException(String parameter, String phase, int epoch, double learningRate) {
    super(
        "'%s' has values that are not finite after phase '%s', epoch %d. Lower the learning rate (now %s) or clip the gradients"
            .formatted(parameter, phase, epoch, learningRate));
  }
}
