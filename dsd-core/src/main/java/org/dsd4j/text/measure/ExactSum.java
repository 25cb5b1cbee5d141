package org.dsd4j.text.measure;

import java.util.Arrays;

/**
 * The sum of doubles, rounded once: it does not depend on their order, nor on how they are split
 * into sums that are merged. Keeps what rounding would lose in further doubles that do not overlap
 * (Shewchuk 1997), of which there are few.
 */
final class ExactSum {
  private double[] parts = new double[4];
  private int count;
  // The sum of the terms that are not finite, which have no remainder.
  private double notFinite;

  void add(double value) {
    double rest = value;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      double larger = Math.abs(rest) < Math.abs(parts[i]) ? parts[i] : rest;
      double smaller = Math.abs(rest) < Math.abs(parts[i]) ? rest : parts[i];
      rest = larger + smaller;
      double lost = smaller - (rest - larger);
      if (lost != 0 && Double.isFinite(rest)) {
        parts[kept++] = lost;
      }
    }
    count = kept;
    if (Double.isFinite(rest)) {
      append(rest);
    } else {
      notFinite += rest;
    }
  }

  private void append(double part) {
    if (count == parts.length) {
      parts = Arrays.copyOf(parts, 2 * count);
    }
    parts[count++] = part;
  }

  void add(ExactSum other) {
    // A copy, as a sum may be added to itself.
    for (double part : Arrays.copyOf(other.parts, other.count)) {
      add(part);
    }
    notFinite += other.notFinite;
  }

  /** What {@link #add(double)} takes one by one for the same sum, to the last bit. */
  double[] toNumbers() {
    if (notFinite != 0) {
      return new double[] {notFinite};
    }
    return Arrays.copyOf(parts, count);
  }

  double value() {
    if (notFinite != 0) {
      return notFinite;
    }
    double sum = 0;
    double lost = 0;
    int left = count;
    while (left > 0 && lost == 0) {
      double part = parts[--left];
      double before = sum;
      sum = before + part;
      lost = part - (sum - before);
    }
    // Half way between two doubles, the next part says to which side the sum lies.
    if (left > 0 && lost != 0 && Math.signum(lost) == Math.signum(parts[left - 1])) {
      double twice = 2 * lost;
      double rounded = sum + twice;
      sum = rounded - sum == twice ? rounded : sum;
    }
    return sum;
  }
}
