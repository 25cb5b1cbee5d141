package org.dsd4j.examples.study.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.condition.LabelNoise;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.measure.GeneralizationGap;
import org.dsd4j.measure.Memorization;
import org.dsd4j.metric.CalibrationError;
import org.dsd4j.metric.Metric;
import org.dsd4j.study.arm.ArmRun;
import org.dsd4j.study.arm.CellMeasure;

/** The further measures of cells, by their names in a grid. */
final class GridMeasures {
  private static final Map<String, CellMeasure> MEASURES = new LinkedHashMap<>();

  static {
    MEASURES.put("memorised", GridMeasures::memorised);
    MEASURES.put("ece", GridMeasures::calibration);
    MEASURES.put("gap", GridMeasures::gap);
  }

  private GridMeasures() {}

  static List<CellMeasure> of(GridNode list) {
    List<CellMeasure> measures = new ArrayList<>();
    for (GridNode name : list.list()) {
      CellMeasure measure = MEASURES.get(name.word());
      if (measure == null) {
        throw name.error("one of " + MEASURES.keySet(), "name one of them");
      }
      measures.add(measure);
    }
    return measures;
  }

  /** The share of the wrong labels that the network gives; none without wrong labels. */
  private static Map<String, Double> memorised(ArmRun run) {
    if (run.data().training() instanceof LabelNoise noise && noise.wrong().length > 0) {
      return Map.of("memorised", Memorization.of(run.network(), noise).memorised());
    }
    return Map.of();
  }

  private static Map<String, Double> calibration(ArmRun run) {
    Metric metric = new CalibrationError();
    double value =
        Evaluator.of(run.network())
            .batchSize(BatchSize.batchSize(200))
            .workers(1)
            .evaluate(run.data().test(), metric)
            .metric(metric.name());
    return Map.of("ece", value);
  }

  private static Map<String, Double> gap(ArmRun run) {
    GeneralizationGap gap =
        GeneralizationGap.of(
            run.network(), run.task().loss(), run.data().training(), run.data().test());
    return Map.of("gap", gap.value());
  }
}
