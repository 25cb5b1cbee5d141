package org.dsd4j.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;

/**
 * The sparsity of a network at one moment, by its masks and by its zeros.
 *
 * @param rows one for each parameter
 */
public record SparsityReport(List<Row> rows) {
  /** Copies the rows. */
  public SparsityReport {
    rows = List.copyOf(rows);
  }

  /**
   * One parameter.
   *
   * @param parameter its name
   * @param size the number of elements
   * @param masked the number of elements that the mask keeps at zero; 0 without a mask
   * @param zeros the number of elements that are zero
   */
  public record Row(String parameter, int size, int masked, int zeros) {
    /** For example {@code fc1.weight: 50 of 100 masked, 51 zeros}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s: %,d of %,d masked, %,d zeros", parameter, masked, size, zeros);
    }

    /** The fraction of elements that the mask keeps at zero. */
    public double sparsity() {
      return (double) masked / size;
    }

    /** The fraction of elements that the mask keeps. */
    public double density() {
      return 1 - sparsity();
    }

    /** Whether masked weights differ from zero, which must never happen. */
    public boolean isBroken() {
      return zeros < masked;
    }
  }

  /** The report on all trained parameters of a network. */
  public static SparsityReport of(Network network) {
    List<Row> rows = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      int masked = parameter.mask().map(mask -> mask.size() - mask.keptCount()).orElse(0);
      rows.add(row(parameter, masked));
    }
    return new SparsityReport(rows);
  }

  private static Row row(Parameter parameter, int masked) {
    double[] values = parameter.value().toDoubles();
    int zeros = 0;
    for (double value : values) {
      if (value == 0) {
        zeros++;
      }
    }
    return new Row(parameter.name(), values.length, masked, zeros);
  }

  /** The fraction of all trained elements that masks keep at zero. */
  public double sparsity() {
    long size = rows.stream().mapToLong(Row::size).sum();
    long masked = rows.stream().mapToLong(Row::masked).sum();
    return size == 0 ? 0 : (double) masked / size;
  }

  /** The report on the parameters that have a mask alone; its sparsity is 0 if there are none. */
  public SparsityReport masked() {
    return new SparsityReport(rows.stream().filter(row -> row.masked > 0).toList());
  }

  /** A table with parameter, size, sparsity and density by mask, and the number of zeros. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-32s %12s %9s %9s %12s%n",
                "Parameter",
                "Size",
                "Sparsity",
                "Density",
                "Zeros"));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-32s %,12d %8.2f%% %8.2f%% %,12d%s%n",
              row.parameter,
              row.size,
              100 * row.sparsity(),
              100 * row.density(),
              row.zeros,
              row.isBroken() ? "  differs from the mask" : ""));
    }
    return text.toString();
  }
}
