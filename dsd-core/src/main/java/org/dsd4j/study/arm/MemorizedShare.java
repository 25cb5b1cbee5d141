package org.dsd4j.study.arm;

import java.util.Map;
import org.dsd4j.data.condition.LabelNoise;
import org.dsd4j.measure.Memorization;

/**
 * The share of the wrong labels in the training part that a network reproduces, and the share of
 * those samples that it predicts as what they are. A training part without label noise has neither.
 */
public final class MemorizedShare implements CellMeasure {
  @Override
  public Map<String, Double> of(ArmRun run) {
    if (run.data().training() instanceof LabelNoise noisy && noisy.wrong().length > 0) {
      Memorization memorized = Memorization.of(run.network(), noisy);
      return Map.of(
          "wrong labels memorised", memorized.memorised(), "recovered", memorized.recovered());
    }
    return Map.of();
  }
}
