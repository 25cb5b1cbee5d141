package org.dsd4j.train.record;

import java.util.concurrent.atomic.AtomicInteger;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;

/**
 * Where a step back leads: a copy of weights, statistics and optimizer state, with how far the
 * epoch had come. That is its beginning, or where it was resumed by a trainer that was told to step
 * back while the one before was not.
 *
 * <p>Its memory is given back when all who hold it have closed it.
 */
public final class EpochStart implements AutoCloseable {
  private final WeightSnapshot weights;
  private final UpdaterSnapshot optimizer;
  private final LearnedPart learned;
  private final AtomicInteger holders;

  private EpochStart(
      WeightSnapshot weights,
      UpdaterSnapshot optimizer,
      LearnedPart learned,
      AtomicInteger holders) {
    this.weights = weights;
    this.optimizer = optimizer;
    this.learned = learned;
    this.holders = holders;
  }

  /** These copies, which belong to it from now on. */
  public static EpochStart of(
      WeightSnapshot weights, UpdaterSnapshot optimizer, LearnedPart learned) {
    return new EpochStart(weights, optimizer, learned, new AtomicInteger(1));
  }

  /** The same for another holder, such as a thread that writes it. */
  public EpochStart share() {
    holders.incrementAndGet();
    return this;
  }

  /** Parameters and statistics. */
  public WeightSnapshot weights() {
    return weights;
  }

  /** State arrays and number of steps. */
  public UpdaterSnapshot optimizer() {
    return optimizer;
  }

  /** How far the epoch had come. */
  public LearnedPart learned() {
    return learned;
  }

  /** Lets go of it; each holder closes it once. */
  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      weights.close();
      optimizer.close();
    }
  }
}
