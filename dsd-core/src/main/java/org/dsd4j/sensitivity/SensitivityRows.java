package org.dsd4j.sensitivity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.dsd4j.internal.CsvLine;
import org.jspecify.annotations.Nullable;

/** The cells of a scan as rows of text. */
final class SensitivityRows {
  private static final JsonFactory JSON = new JsonFactory();

  private SensitivityRows() {}

  private interface Cell {
    void take(
        SensitivityCurve curve, double sparsity, SensitivityCurve.@Nullable PrunedPoint point);
  }

  private static void forEach(Sensitivity sensitivity, Cell use) {
    for (SensitivityCurve curve : sensitivity.curves()) {
      List<Double> sparsities = sensitivity.setting().sparsities();
      for (int i = 0; i < sparsities.size(); i++) {
        use.take(curve, sparsities.get(i), curve.isReached() ? curve.points().get(i) : null);
      }
    }
  }

  static String json(Sensitivity sensitivity) {
    StringBuilder lines = new StringBuilder();
    forEach(
        sensitivity,
        (curve, sparsity, point) ->
            lines.append(jsonLine(sensitivity, curve, sparsity, point)).append('\n'));
    return lines.toString();
  }

  private static String jsonLine(
      Sensitivity sensitivity,
      SensitivityCurve curve,
      double sparsity,
      SensitivityCurve.@Nullable PrunedPoint point) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("parameter", curve.parameter());
      json.writeNumberField("weights", curve.size());
      json.writeNumberField("sparsity", sparsity);
      json.writeStringField("metric", sensitivity.setting().metric());
      json.writeNumberField("samples", sensitivity.setting().samples());
      json.writeNumberField("unpruned", sensitivity.baseline());
      if (point == null) {
        json.writeNullField("pruned");
        json.writeNullField("value");
      } else {
        json.writeNumberField("pruned", point.pruned());
        json.writeNumberField("value", point.value());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static String csv(Sensitivity sensitivity) {
    String metric = sensitivity.setting().metric();
    StringBuilder lines =
        new StringBuilder(
            CsvLine.of("parameter", "weights", "sparsity", "pruned", metric, "unpruned"));
    forEach(
        sensitivity,
        (curve, sparsity, point) ->
            lines.append(
                CsvLine.of(
                    curve.parameter(),
                    curve.size(),
                    sparsity,
                    point == null ? "" : point.pruned(),
                    point == null ? "" : point.value(),
                    sensitivity.baseline())));
    return lines.toString();
  }
}
