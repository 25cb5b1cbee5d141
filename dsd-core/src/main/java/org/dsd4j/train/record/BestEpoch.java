package org.dsd4j.train.record;

import java.util.Optional;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;

/**
 * Keeps the weights of the best epoch of a phase and decides when to stop.
 *
 * @hidden
 */
@Internal
public final class BestEpoch {
  private final Epochs epochs;
  private Standing standing;

  public BestEpoch(Epochs epochs, Standing standing) {
    this.epochs = epochs;
    this.standing = standing;
  }

  public void judge(int epoch, EpochScore score, Network network) {
    Optional<Best> best = standing.best();
    if (best.isEmpty() || score.beats(best.get().score(), 0)) {
      Best better = new Best(epoch, score, network.snapshot());
      best.ifPresent(before -> before.weights().close());
      best = Optional.of(better);
    }
    standing = standing.judged(score, best, epochs);
  }

  public boolean isTimeToStop() {
    return epochs
        .earlyStopping()
        .filter(rule -> standing.epochsWithoutGain() >= rule.patience())
        .isPresent();
  }

  public Standing standing() {
    return standing;
  }

  public Best get() {
    return standing.best().orElseThrow(() -> new IllegalStateException("no epoch was judged yet"));
  }
}
