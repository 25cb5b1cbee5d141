package org.dsd4j.train;

import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.jspecify.annotations.Nullable;

/** Keeps the weights of the best epoch of a phase and decides when to stop. */
final class BestEpoch {
  private final Epochs epochs;
  private @Nullable Best best;
  private int epochsWithoutGain;
  private @Nullable Score toBeat;

  BestEpoch(Epochs epochs) {
    this.epochs = epochs;
  }

  void judge(int epoch, Score score, Network network) {
    Best before = best;
    if (before == null || score.beats(before.score(), 0)) {
      WeightSnapshot weights = network.snapshot();
      best = new Best(epoch, score, weights);
      if (before != null) {
        before.weights().close();
      }
    }
    double gain = epochs.earlyStopping().map(EarlyStopping::minimumGain).orElse(0.0);
    if (toBeat == null || score.beats(toBeat, gain)) {
      toBeat = score;
      epochsWithoutGain = 0;
    } else {
      epochsWithoutGain++;
    }
  }

  boolean isTimeToStop() {
    return epochs.earlyStopping().filter(rule -> epochsWithoutGain >= rule.patience()).isPresent();
  }

  Best get() {
    if (best == null) {
      throw new IllegalStateException("no epoch was judged yet");
    }
    return best;
  }
}
