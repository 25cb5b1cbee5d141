package org.dsd4j.train.record;

import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;

/**
 * The steps of a phase that were not finite and after which it continued, by its {@link
 * NonFinitePolicy}.
 *
 * @param skipped the batches that were left out
 * @param restarts the places from which the run continued after each step back, with half the
 *     learning rate
 */
public record Setbacks(List<Place> skipped, List<Place> restarts) {
  /** Copies the lists. */
  public Setbacks {
    skipped = List.copyOf(skipped);
    restarts = List.copyOf(restarts);
  }

  /**
   * A batch of a phase.
   *
   * @param epoch the epoch within the phase, from 1
   * @param batch the batch within the epoch, from 1
   */
  public record Place(int epoch, long batch) {
    static final Place FIRST = new Place(1, 1);

    /**
     * @hidden
     */
    @Internal
    public boolean isAtOrBefore(Place other) {
      return epoch < other.epoch || (epoch == other.epoch && batch <= other.batch);
    }

    /** For example {@code epoch 3, batch 17}. */
    @Override
    public String toString() {
      return "epoch " + epoch + ", batch " + batch;
    }
  }

  /** Before the first. */
  public static Setbacks none() {
    return new Setbacks(List.of(), List.of());
  }

  /** The number of batches that were left out. */
  public int skippedBatches() {
    return skipped.size();
  }

  /** The number of times that an epoch began again, each time with half the learning rate. */
  public int stepsBack() {
    return restarts.size();
  }

  /** Whether there was any. */
  public boolean isAny() {
    return !skipped.isEmpty() || !restarts.isEmpty();
  }

  /**
   * The factor of the schedule's rate at a batch: ½ for each step back before it.
   *
   * @hidden
   */
  @Internal
  public double learningRateFactor(Place at) {
    return Math.scalb(1.0, (int) -restarts.stream().filter(r -> r.isAtOrBefore(at)).count());
  }

  /**
   * @hidden
   */
  @Internal
  public int of(NonFinitePolicy.Action action) {
    return switch (action) {
      case STOP -> 0;
      case SKIP_BATCH -> skippedBatches();
      case STEP_BACK -> stepsBack();
    };
  }

  /**
   * @hidden
   */
  @Internal
  public Setbacks andSkipped(Place batch) {
    return new Setbacks(Stream.concat(skipped.stream(), Stream.of(batch)).toList(), restarts);
  }

  /**
   * @hidden
   */
  @Internal
  public Setbacks andBackTo(Place batch) {
    return new Setbacks(skipped, Stream.concat(restarts.stream(), Stream.of(batch)).toList());
  }

  /** For example {@code 2 skipped batches and 1 step back}. */
  @Override
  public String toString() {
    return Numerals.counted(skippedBatches(), "skipped batch", "skipped batches")
        + " and "
        + Numerals.counted(stepsBack(), "step back", "steps back");
  }
}
