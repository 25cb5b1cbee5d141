package org.dsd4j;

import java.util.List;
import org.dsd4j.metric.BrierScore;
import org.dsd4j.metric.CalibrationError;
import org.dsd4j.metric.Reliability;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.L1Penalty;
import org.dsd4j.sensitivity.Sensitivity;
import org.dsd4j.sensitivity.SensitivityCurve;
import org.dsd4j.statistics.AdjustedComparison;
import org.dsd4j.statistics.Bootstrap;
import org.dsd4j.statistics.ConfidenceInterval;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.PairedT;
import org.dsd4j.statistics.Power;
import org.dsd4j.statistics.Scale;
import org.dsd4j.statistics.SignedRanks;
import org.dsd4j.statistics.Summary;
import org.dsd4j.suspects.Suspect;
import org.dsd4j.suspects.Suspects;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.ReadableTexts.Examples;

/** Statistics, scans and what measures say, for {@link CoreTextsTest}. */
final class ResearchTexts {
  private ResearchTexts() {}

  static void add(Examples examples) {
    AdjustedComparison adjusted =
        new AdjustedComparison(
            PairedComparison.of(new double[] {1, 2, 4}, new double[] {0, 1, 1}), 0.5, 2);
    examples.prints(adjusted, "+1.667…");
    examples.prints(new Bootstrap(1000, Seed.of(1)), "1,000 resamples, seed 1");
    examples.prints(new Power(0.0001, 0.02, 0.05), "difference 0.0001, deviation 0.02, alpha 0.05");
    examples.prints(new Scale("%", 100, true), "% × 100, higher is better");
    SensitivityCurve.PrunedPoint point = new SensitivityCurve.PrunedPoint(0.0001, 1, 0.5);
    examples.prints(point, "0.0001: 0.5");
    examples.prints(new SensitivityCurve("fc", 10, List.of(point)), "fc: [0.0001: 0.5]");
    examples.prints(
        new Sensitivity.ScanSetting("accuracy", true, 500, "magnitude", List.of(0.0001)),
        "accuracy of 500 samples by magnitude at sparsities 0.0001");
    Suspect suspect = new Suspect(3, 1, 0, 0.000_12);
    examples.prints(suspect, "sample 3: label 1, suggested 0, score 0.00012");
    examples.prints(new Suspects("unlearned", List.of(suspect)), "unlearned, 1 sample");
    examples.prints(new BrierScore(), "Brier score");
    examples.prints(
        new Reliability.Bin(0.9, 1, 120, 0.95, 0.91),
        "0.9 to 1: 120 rows, confidence 0.95, accuracy 0.91");
    examples.prints(new CalibrationError(), "calibration…");
    examples.prints(new ConfidenceInterval(0.000_12, 0.5, 0.95), "95% [0.0001200, 0.5000]");
    examples.prints(Summary.of(1, 2, 4), "2.333 ± 1.528 of 3 values");
    examples.prints(new PairedT(2.776_44, 4, 0.05), "t(4) = 2.776, p = 0.050");
    examples.prints(SignedRanks.of(1, 2, 4), "rank sums 6 and 0, p = 0.25");
    examples.prints(PairedComparison.of(new double[] {1, 2, 4}, new double[] {0, 1, 1}), "+1.667…");
    examples.prints(
        L1Penalty.ofWeights(new Adam(), 0.000_1),
        "Adam, betas 0.9 and 0.999, epsilon 1e-8, L1 penalty…");
  }
}
