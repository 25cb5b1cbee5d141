package org.dsd4j.examples.study.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.EpochPoint;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of an arm over its seeds, as far as all of them go.
 *
 * @param phases the phases, in order
 * @param trainingLoss the mean loss during training, by epoch
 * @param validationLoss the loss on the validation part, by epoch
 * @param validation the metric on the validation part, by epoch, not in the unit of differences
 */
record ShownCurve(
    List<CurvePhase> phases,
    List<Band> trainingLoss,
    List<Band> validationLoss,
    List<Band> validation) {

  /** A phase and how many epochs of it there are. */
  record CurvePhase(String name, int epochs) {}

  /**
   * Mean, least and largest value over the seeds; null where one is no number. An array in JSON, as
   * there are many.
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Band(@Nullable Double mean, @Nullable Double low, @Nullable Double high) {
    static Band of(List<EpochPoint> points, ToDoubleFunction<EpochPoint> value) {
      double[] values = points.stream().mapToDouble(value).toArray();
      double sum = 0;
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double each : values) {
        sum += each;
        low = Math.min(low, each);
        high = Math.max(high, each);
      }
      return new Band(
          ShownNumbers.of(sum / values.length), ShownNumbers.of(low), ShownNumbers.of(high));
    }
  }

  static ShownCurve of(List<CellRow> rows) {
    int epochs = rows.stream().mapToInt(row -> row.curve().size()).min().orElse(0);
    List<List<EpochPoint>> points = new ArrayList<>();
    for (int i = 0; i < epochs; i++) {
      int epoch = i;
      points.add(rows.stream().map(row -> row.curve().get(epoch)).toList());
    }
    return new ShownCurve(
        phases(points),
        bands(points, EpochPoint::trainingLoss),
        bands(points, EpochPoint::validationLoss),
        bands(points, EpochPoint::validation));
  }

  private static List<CurvePhase> phases(List<List<EpochPoint>> points) {
    List<CurvePhase> phases = new ArrayList<>();
    for (List<EpochPoint> epoch : points) {
      String name = epoch.get(0).phase();
      int last = phases.size() - 1;
      if (last >= 0 && phases.get(last).name().equals(name)) {
        phases.set(last, new CurvePhase(name, phases.get(last).epochs() + 1));
      } else {
        phases.add(new CurvePhase(name, 1));
      }
    }
    return phases;
  }

  private static List<Band> bands(
      List<List<EpochPoint>> points, ToDoubleFunction<EpochPoint> value) {
    return points.stream().map(epoch -> Band.of(epoch, value)).toList();
  }
}
