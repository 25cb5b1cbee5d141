package org.dsd4j.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.dsd4j.internal.Check;

/**
 * The rows of all items of two arms side by side.
 *
 * @param rows the columns of the treated arm, then those of the control
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ItemRows(double[][] rows) {
  static ItemRows of(double[][] treated, double[][] control) {
    Check.argument(
        treated.length == control.length,
        "items",
        "as many of the treated arm as of the control",
        treated.length + " and " + control.length,
        "measure both on the same items");
    Check.argument(
        treated.length >= 2, "items", "at least 2 to draw from", treated.length, "add items");
    int columns = treated[0].length;
    double[][] rows = new double[treated.length][];
    for (int i = 0; i < rows.length; i++) {
      Check.argument(
          treated[i].length == columns && control[i].length == columns && columns > 0,
          "item " + i,
          Math.max(1, columns) + " columns in both arms, as item 0 has",
          treated[i].length + " and " + control[i].length,
          "give all rows the same columns");
      Summary.checkValues("treated, item " + i, treated[i]);
      Summary.checkValues("control, item " + i, control[i]);
      rows[i] = Arrays.copyOf(treated[i], 2 * columns);
      System.arraycopy(control[i], 0, rows[i], columns, columns);
    }
    return new ItemRows(rows);
  }

  int count() {
    return rows.length;
  }

  double[] zero() {
    return new double[rows[0].length];
  }

  void add(int item, double[] sums) {
    double[] row = rows[item];
    for (int i = 0; i < row.length; i++) {
      sums[i] += row[i];
    }
  }

  void subtract(int item, double[] sums) {
    double[] row = rows[item];
    for (int i = 0; i < row.length; i++) {
      sums[i] -= row[i];
    }
  }

  double[] total() {
    double[] sums = zero();
    for (int i = 0; i < count(); i++) {
      add(i, sums);
    }
    return sums;
  }

  double treated(double[] sums, ToDoubleFunction<double[]> measure) {
    return value(Arrays.copyOfRange(sums, 0, sums.length / 2), measure);
  }

  double control(double[] sums, ToDoubleFunction<double[]> measure) {
    return value(Arrays.copyOfRange(sums, sums.length / 2, sums.length), measure);
  }

  double difference(double[] sums, ToDoubleFunction<double[]> measure) {
    return treated(sums, measure) - control(sums, measure);
  }

  private static double value(double[] sums, ToDoubleFunction<double[]> measure) {
    double value = measure.applyAsDouble(sums.clone());
    Check.argument(
        Double.isFinite(value),
        "measure of a draw of items, of the sums " + Arrays.toString(sums),
        "a finite number",
        value,
        "leave out items that are empty, or add items, so that no draw is empty as a whole");
    return value;
  }
}
