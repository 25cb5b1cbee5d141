package org.dsd4j.train.listen;

import java.io.Serial;
import java.util.Locale;
import org.dsd4j.internal.Internal;

/**
 * Thrown if the loss, or a gradient, statistic or weight, becomes infinite or NaN. The message has
 * the step, the first place affected, and what to try.
 */
public final class NonFiniteLossException extends ArithmeticException {
  @Serial private static final long serialVersionUID = 1;

  private final String reason;
  private final String remedy;

  private NonFiniteLossException(String reason, String remedy) {
    super(reason + ". " + remedy);
    this.reason = reason;
    this.remedy = remedy;
  }

  /**
   * A loss that is not finite.
   *
   * @param firstLayer the first layer whose values are not finite, or another place
   * @param place the step, in words
   * @hidden
   */
  @Internal
  public static NonFiniteLossException ofLoss(
      double loss, String firstLayer, String place, double learningRate) {
    return new NonFiniteLossException(
        String.format(
            Locale.ROOT,
            "the loss is %s in %s; the first values that are not finite are those of %s",
            loss,
            place,
            firstLayer),
        String.format(
            Locale.ROOT,
            "Lower the learning rate (now %s), clip the gradients, or look for such values in the"
                + " data",
            learningRate));
  }

  /**
   * A value that is not finite although the loss is, such as the gradient of a parameter.
   *
   * @hidden
   */
  @Internal
  public static NonFiniteLossException of(String what, String place, double learningRate) {
    return new NonFiniteLossException(
        String.format(Locale.ROOT, "%s has values that are not finite in %s", what, place),
        String.format(
            Locale.ROOT,
            "Lower the learning rate (now %s), clip the gradients, or look for such values in the"
                + " data",
            learningRate));
  }

  /**
   * After an epoch whose losses were all finite: a ReLU may have turned NaN into 0 on the way.
   *
   * @hidden
   */
  @Internal
  public static NonFiniteLossException afterEpoch(String what, TrainingListener.Step last) {
    return new NonFiniteLossException(
        String.format(
            Locale.ROOT,
            "%s has values that are not finite after phase '%s', epoch %d",
            what,
            last.phase().name(),
            last.epoch()),
        String.format(
            Locale.ROOT,
            "Lower the learning rate (now %s) or clip the gradients",
            last.learningRate()));
  }

  /**
   * An epoch in which nothing was learned.
   *
   * @hidden
   */
  @Internal
  public static NonFiniteLossException ofAllBatches(TrainingListener.Step last) {
    return new NonFiniteLossException(
        String.format(
            Locale.ROOT,
            "every batch of phase '%s', epoch %d was skipped, as none was finite",
            last.phase().name(),
            last.epoch()),
        String.format(
            Locale.ROOT,
            "Lower the learning rate (now %s), clip the gradients, or look for such values in the"
                + " data",
            last.learningRate()));
  }

  /**
   * This exception with the reason why the run does not continue by its policy.
   *
   * @hidden
   */
  @Internal
  public NonFiniteLossException andStopped(String why) {
    NonFiniteLossException stopped =
        new NonFiniteLossException(reason + "; the run stops, as " + why, remedy);
    stopped.initCause(this);
    return stopped;
  }

  /** The message without the remedy. */
  public String reason() {
    return reason;
  }
}
