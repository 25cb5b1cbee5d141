package org.dsd4j.train;

import java.util.Optional;
import org.dsd4j.nn.Network;

/** Keeps the weights of the best epoch of a phase and decides when to stop. */
final class BestEpoch {
  private final Epochs epochs;
  private Standing standing;

  BestEpoch(Epochs epochs, Standing standing) {
    this.epochs = epochs;
    this.standing = standing;
  }

  void judge(int epoch, EpochScore score, Network network) {
    Optional<Best> best = standing.best();
    if (best.isEmpty() || score.beats(best.get().score(), 0)) {
      Best better = new Best(epoch, score, network.snapshot());
      best.ifPresent(before -> before.weights().close());
      best = Optional.of(better);
    }
    standing = standing.judged(score, best, epochs);
  }

  boolean isTimeToStop() {
    return epochs
        .earlyStopping()
        .filter(rule -> standing.epochsWithoutGain() >= rule.patience())
        .isPresent();
  }

  Standing standing() {
    return standing;
  }

  Best get() {
    return standing.best().orElseThrow(() -> new IllegalStateException("no epoch was judged yet"));
  }
}
