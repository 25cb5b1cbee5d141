package org.dsd4j.schedule;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.internal.OwnText;
import org.jspecify.annotations.Nullable;

/**
 * A learning rate over a phase of training whose length in steps is known only later: constant
 * unless one of the methods here, called at most once, gives it a form. Immutable. For use in
 * builders: {@code learningRate(0.1).cosine()}.
 */
public final class LearningRate {
  private final double start;
  private final @Nullable RateForm shape;
  private final double warmUpEpochs;
  private final double factor;
  private final String description;

  /**
   * The form of a rate over a phase.
   *
   * @param byEpochs whether it changes at given epochs or steps of the phase, rather than
   *     stretching over the part of the phase after a warm-up
   * @param form the schedule for a start, a number of steps and the number of steps per epoch
   */
  private record RateForm(boolean byEpochs, Curve form) {}

  /** The form of a rate over a phase of known length: a pure function. */
  @FunctionalInterface
  public interface Curve {
    /**
     * Returns the rate for each step.
     *
     * @param start the rate at the start
     * @param steps the number of steps
     * @param stepsPerEpoch the number of steps per epoch
     */
    Schedule over(double start, long steps, long stepsPerEpoch);
  }

  private LearningRate(
      double start,
      @Nullable RateForm shape,
      double warmUpEpochs,
      double factor,
      String description) {
    this.start = start;
    this.shape = shape;
    this.warmUpEpochs = warmUpEpochs;
    this.factor = factor;
    this.description = description;
  }

  /** A rate that is the same at every step. */
  public static LearningRate learningRate(double rate) {
    Check.positive("learning rate", rate);
    return new LearningRate(rate, null, 0, 1, Numerals.text(rate));
  }

  /**
   * The rates of a schedule, whose step 0 is the phase's first; values beyond the phase's end are
   * not used. A {@linkplain #warmUp warm-up} lowers the first ones.
   *
   * @param schedule rates of at least 0; a lambda needs a {@linkplain Schedule#named name} for
   *     tables and provenance
   */
  public static LearningRate learningRate(Schedule schedule) {
    Check.argument(
        OwnText.exists(schedule),
        "schedule of the learning rate",
        "one that has a name",
        "one without",
        "call named(...) on it, as a run is taken up again only with a schedule of the same name");
    Schedule checked = step -> Check.notNegative("learning rate, " + schedule, schedule.at(step));
    RateForm shape = new RateForm(true, (from, steps, epoch) -> checked);
    return new LearningRate(checked.at(0), shape, 0, 1, schedule.toString());
  }

  private LearningRate with(boolean byEpochs, String how, Curve form) {
    RateForm only =
        Check.once("way that the learning rate goes", this.shape, new RateForm(byEpochs, form));
    return new LearningRate(start, only, warmUpEpochs, factor, description + ", " + how);
  }

  /**
   * Falls to zero along half a cosine over the phase, or the part after a warm-up (Loshchilov and
   * Hutter 2017).
   */
  public LearningRate cosine() {
    return with(false, "cosine", (from, steps, epoch) -> Schedule.cosine(from, 0, steps));
  }

  /** Falls linearly to {@code end} over the phase, or the part after a warm-up. */
  public LearningRate linearTo(double end) {
    Check.notNegative("last learning rate", end);
    return with(
        false,
        "linear to " + Numerals.text(end),
        (from, steps, epoch) -> Schedule.linear(from, end, steps));
  }

  /**
   * Falls to {@code end} over the phase, or the part after a warm-up, as (1 − progress)<sup>
   * power</sup> does; see {@link Schedule#polynomial}.
   */
  public LearningRate polynomialTo(double end, double power) {
    Check.notNegative("last learning rate", end);
    Check.positive("power", power);
    return with(
        false,
        "polynomial of power " + Numerals.text(power) + " to " + Numerals.text(end),
        (from, steps, epoch) -> Schedule.polynomial(from, end, steps, power));
  }

  /** Multiplies the rate by {@code factor} after every {@code epochs} epochs of the phase. */
  public LearningRate timesEvery(double factor, int epochs) {
    Check.positive("factor", factor);
    Check.positive("epochs", epochs);
    return with(
        true,
        "times " + Numerals.text(factor) + " every " + Numerals.counted(epochs, "epoch"),
        (from, steps, epoch) -> Schedule.steps(from, factor, epochs * epoch));
  }

  /** Multiplies the rate by {@code factor} after each of these numbers of epochs of the phase. */
  public LearningRate timesAfter(double factor, int... epochs) {
    Check.positive("factor", factor);
    List<Long> after = new ArrayList<>();
    for (int epoch : epochs) {
      after.add((long) Check.positive("epochs", epoch));
    }
    return with(
        true,
        "times " + Numerals.text(factor) + " after epochs " + Numerals.list(after),
        (from, steps, epoch) ->
            Schedule.stepsAt(from, factor, after.stream().map(e -> e * epoch).toList()));
  }

  /**
   * Raises the rate linearly from zero during the first {@code epochs} epochs of the phase. Drops
   * given in epochs stay at the same epochs; one during the rise lowers the rest of the rise.
   */
  public LearningRate warmUp(double epochs) {
    Check.positive("warm-up epochs", epochs);
    Check.once("warm-up", warmUpEpochs > 0 ? warmUpEpochs : null, epochs);
    String how = description + ", warm-up of " + epochs(epochs);
    return new LearningRate(start, shape, epochs, factor, how);
  }

  /**
   * Uses a custom curve.
   *
   * @param name its name in tables and provenance; a run can be resumed only with the same name
   * @param curve the rate over a phase, or the part after a warm-up
   */
  public LearningRate curve(String name, Curve curve) {
    return with(
        false,
        name,
        (from, steps, epoch) -> {
          Schedule schedule = curve.over(from, steps, epoch);
          return step -> Check.notNegative("learning rate, " + name, schedule.at(step));
        });
  }

  /**
   * Multiplies the rate at every step by a factor, such as 0.1 for a phase that goes like another
   * one at a tenth of its rate.
   *
   * @param factor above 0
   */
  public LearningRate times(double factor) {
    Check.positive("factor of the learning rate", factor);
    return new LearningRate(
        start,
        shape,
        warmUpEpochs,
        this.factor * factor,
        description + ", times " + Numerals.text(factor));
  }

  private static String epochs(double count) {
    return Numerals.text(count) + (count == 1 ? " epoch" : " epochs");
  }

  /** The rate at the start, after any warm-up. */
  public double start() {
    return start * factor;
  }

  /**
   * The rate for each step of a phase.
   *
   * @param steps the phase's length in steps
   * @param stepsPerEpoch the number of steps per epoch
   */
  public Schedule over(long steps, long stepsPerEpoch) {
    Schedule schedule = unscaled(steps, stepsPerEpoch);
    return factor == 1 ? schedule : step -> factor * schedule.at(step);
  }

  private Schedule unscaled(long steps, long stepsPerEpoch) {
    long warmUp = Math.min(steps - 1, Math.round(warmUpEpochs * stepsPerEpoch));
    if (warmUp < 1) {
      return shape(steps, stepsPerEpoch);
    }
    return shape != null && shape.byEpochs()
        ? shape(steps, stepsPerEpoch).rising(warmUp)
        : shape(steps - warmUp, stepsPerEpoch).warmedUp(warmUp);
  }

  private Schedule shape(long steps, long stepsPerEpoch) {
    return shape == null
        ? Schedule.constant(start)
        : shape.form().over(start, steps, stepsPerEpoch);
  }

  /** For example {@code 0.1, cosine, warm-up of 5 epochs}. */
  @Override
  public String toString() {
    return description;
  }
}
