package org.dsd4j.examples.study.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.dsd4j.study.StudyResult;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.EpochPoint;
import org.dsd4j.study.row.StudyDescription;
import org.dsd4j.study.row.StudyStage;

/** Rows of a study that nobody trained, with all that a report must be able to show. */
final class MadeUpStudy {
  static final String LONG = "A network with a very long name, trained on what is left of its data";
  static final String REASON = "the loss became NaN in epoch 3 </script><b>&";

  private final List<StudyDescription.Task> tasks = new ArrayList<>();
  private final List<CellRow> rows = new ArrayList<>();

  private MadeUpStudy() {}

  /** Noise, clean labels, a metric of which less is better, and too few seeds. */
  static StudyResult whole() {
    MadeUpStudy study = new MadeUpStudy();
    Map<String, Double> noise = new LinkedHashMap<>();
    noise.put("dense", 0.62);
    noise.put("control", 0.64);
    noise.put("DSD 30 %", 0.641);
    noise.put("DSD 80 %", 0.68);
    noise.put("DSD 95 %", 0.79);
    noise.put("stopped early", 0.80);
    noise.put("weights × 0.3", 0.75);
    study.task("LeNet-5, 40 % of labels wrong", "Accuracy", true, noise, 6);
    study.diverge("LeNet-5, 40 % of labels wrong", "DSD 80 %", 2);
    Map<String, Double> clean = new LinkedHashMap<>();
    clean.put("control", 0.8612);
    clean.put("DSD 30 %", 0.8611);
    clean.put("DSD 80 %", 0.8408);
    clean.put("DSD 95 %", 0.79);
    clean.put("stopped early", 0.8612);
    study.task(LONG, "Accuracy", true, clean, 5);
    Map<String, Double> words = new LinkedHashMap<>();
    words.put("control", 131.0);
    words.put("DSD 80 %", 120.0);
    words.put("DSD 95 %", 140.0);
    words.put("dropout", 126.0);
    study.task("Words", "Perplexity", false, words, 5);
    Map<String, Double> few = new LinkedHashMap<>();
    few.put("control", 0.5);
    few.put("DSD 95 %", 0.6);
    study.task("Two seeds <b>", "Accuracy", true, few, 2);
    return study.result();
  }

  /** One task, one arm, no rival: the least that has a verdict. */
  static StudyResult small() {
    MadeUpStudy study = new MadeUpStudy();
    Map<String, Double> arms = new LinkedHashMap<>();
    arms.put("control", 0.7);
    arms.put("DSD 50 %", 0.75);
    study.task("small", "Accuracy", true, arms, 3);
    return study.result();
  }

  /** All cells of the only DSD arm diverged. */
  static StudyResult diverged() {
    MadeUpStudy study = new MadeUpStudy();
    Map<String, Double> arms = new LinkedHashMap<>();
    arms.put("control", 0.7);
    arms.put("DSD 50 %", 0.75);
    study.task("small", "Accuracy", true, arms, 2);
    study.diverge("small", "DSD 50 %", 0);
    study.diverge("small", "DSD 50 %", 1);
    return study.result();
  }

  /** A map of many tasks and arms over many epochs, as large as one is made. */
  static StudyResult large() {
    MadeUpStudy study = new MadeUpStudy();
    for (int i = 0; i < 42; i++) {
      Map<String, Double> arms = new LinkedHashMap<>();
      arms.put("dense", 0.7);
      arms.put("control", 0.7);
      for (int sparsity = 30; sparsity <= 90; sparsity += 20) {
        arms.put("DSD " + sparsity + " %", 0.7 + 0.001 * (sparsity - 30 - i));
      }
      arms.put("stopped early", 0.75);
      arms.put("weight decay", 0.72);
      study.task("task " + i, "Accuracy", true, arms, 5);
    }
    return study.result();
  }

  private StudyResult result() {
    return StudyResult.of(new StudyDescription(tasks), rows);
  }

  private void task(
      String name, String metric, boolean higher, Map<String, Double> means, int seeds) {
    List<StudyDescription.ArmText> arms = new ArrayList<>();
    for (String arm : means.keySet()) {
      String settings = "from the dense phase: sparse, 6 epochs; " + arm + "; regrowth from zero";
      arms.add(new StudyDescription.ArmText(arm, role(arm), arm, settings));
    }
    Map<String, String> settings = Map.of("loss", "softmax cross-entropy", "batch size", "64");
    tasks.add(new StudyDescription.Task(name, metric, higher, settings, arms));
    for (int seed = 0; seed < seeds; seed++) {
      double shared = new Random(seed).nextGaussian();
      for (Map.Entry<String, Double> arm : means.entrySet()) {
        rows.add(row(name, arm.getKey(), seed, arm.getValue() * (1 + 0.01 * shared)));
      }
    }
  }

  private static ArmRole role(String arm) {
    if (arm.startsWith("DSD")) {
      return ArmRole.DSD;
    }
    return switch (arm) {
      case "dense" -> ArmRole.DENSE;
      case "control" -> ArmRole.CONTROL;
      default -> ArmRole.RIVAL;
    };
  }

  private static CellRow row(String task, String arm, int seed, double middle) {
    Random random = new Random((task + arm).hashCode() + seed);
    double value = middle * (1 + 0.004 * random.nextGaussian());
    int epochs = arm.equals("stopped early") ? 8 + seed : arm.equals("dense") ? 25 : 35;
    List<EpochPoint> curve = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      String phase = i < 25 ? "dense" : i < 31 ? "sparse" : "re-dense";
      double fall = Math.exp(-i / 9.0) * (1 + 0.03 * random.nextGaussian());
      double jump = i >= 25 && arm.startsWith("DSD") ? 0.4 : 0.1;
      curve.add(new EpochPoint(phase, 2 * fall + jump, 1 + jump, middle * (1 - fall / 3)));
    }
    return new CellRow(
        new CellRow.Cell(task, arm, seed, StudyStage.CONFIRMING),
        Optional.empty(),
        epochs,
        OptionalDouble.of(value),
        OptionalDouble.of(value),
        Map.of("learnt_by_heart", arm.startsWith("DSD") ? 0.09 : 0.88, "gap", value / 7 - 0.05),
        curve,
        "00");
  }

  private void diverge(String task, String arm, int seed) {
    rows.replaceAll(
        row ->
            row.cell().equals(new CellRow.Cell(task, arm, seed, StudyStage.CONFIRMING))
                ? CellRow.failed(row.cell(), REASON, 3)
                : row);
  }
}
