package org.dsd4j.datasets;

import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Brings each column of rows to mean 0 and deviation 1, both measured on training data: (x − mean)
 * / deviation. A column that is constant in the training data becomes 0. Immutable.
 *
 * <pre>{@code
 * Standardization scale = Standardization.of(training);
 * Dataset scaled = training.map(scale.transform());
 * }</pre>
 */
public final class Standardization {
  private final double[] means;
  private final double[] deviations;

  private Standardization(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
  }

  /**
   * Measures the standardization of a data set whose features are rows, [columns].
   *
   * @throws ShapeException if they have another shape
   */
  public static Standardization of(Dataset training) {
    Shape shape = training.featureShape();
    check(shape, "samples [columns] of " + training.name(), shape.rank() == 1);
    float[] rows = new float[Math.multiplyExact(training.size(), shape.last())];
    for (int i = 0; i < training.size(); i++) {
      float[] row = training.sample(i).features().array();
      System.arraycopy(row, 0, rows, i * row.length, row.length);
    }
    return of(new Values(shape.batched(training.size()), rows));
  }

  /**
   * Measures the standardization of these rows.
   *
   * @param rows at least one, all of one length
   * @throws IllegalArgumentException if there is none, lengths differ, or a value is not finite
   */
  public static Standardization of(float[]... rows) {
    Check.argument(rows.length > 0, "rows", "at least one", "none", "pass the training data");
    int columns = rows[0].length;
    float[] all = new float[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      Check.argument(
          rows[i].length == columns,
          "row " + i,
          columns + " columns, like the first",
          rows[i].length,
          "pass rows of one length");
      System.arraycopy(rows[i], 0, all, i * columns, columns);
    }
    return of(new Values(Shape.of(rows.length, columns), all));
  }

  /**
   * Measures the standardization of these rows.
   *
   * @param rows [N, columns]
   * @throws ShapeException if they have another shape
   * @throws IllegalArgumentException if a value is not finite
   */
  public static Standardization of(Values rows) {
    Shape shape = rows.shape();
    check(shape, "[N, columns]", shape.rank() == 2);
    int columns = shape.last();
    double[] means = new double[columns];
    double[] deviations = new double[columns];
    double[] squares = new double[columns];
    for (int i = 0; i < rows.array().length; i++) {
      float value = rows.array()[i];
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            Check.message(
                "row " + i / columns, "finite numbers", value, "repair or leave out the row"));
      }
      // With Welford's algorithm, equal values have exactly that value as their mean and the
      // deviation 0.
      int column = i % columns;
      double difference = value - means[column];
      means[column] += difference / (i / columns + 1);
      squares[column] += difference * (value - means[column]);
    }
    for (int column = 0; column < columns; column++) {
      deviations[column] = Math.sqrt(squares[column] / shape.extent(0));
    }
    return new Standardization(means, deviations);
  }

  private static void check(Shape shape, String expected, boolean fits) {
    if (!fits) {
      throw new ShapeException("rows to standardize", expected, shape, "pass rows of that shape");
    }
  }

  /** The transform of samples whose features are rows: {@code training.map(scale.transform())}. */
  public Transform transform() {
    Transform transform =
        (sample, random) -> {
          Values row = sample.features();
          return sample.withFeatures(new Values(row.shape(), apply(row.array())));
        };
    return transform.named(toString());
  }

  /**
   * Returns a standardized copy of a row.
   *
   * @param row as many columns as were measured
   */
  public float[] apply(float... row) {
    return apply(new Values(Shape.of(1, row.length), row)).array();
  }

  /**
   * Returns a standardized copy of rows.
   *
   * @param rows [N, columns], as many columns as were measured
   */
  public Values apply(Values rows) {
    Shape shape = rows.shape();
    check(shape, "[N, " + means.length + "]", shape.rank() == 2 && shape.last() == means.length);
    float[] scaled = new float[rows.array().length];
    for (int i = 0; i < scaled.length; i++) {
      int column = i % means.length;
      double deviation = deviations[column];
      scaled[i] = deviation == 0 ? 0 : (float) ((rows.array()[i] - means[column]) / deviation);
    }
    return new Values(shape, scaled);
  }

  /** For example {@code standardization of 4 columns}. */
  @Override
  public String toString() {
    return "standardization of " + Numerals.counted(means.length, "column");
  }
}
