package org.dsd4j.kernel;

import java.util.Locale;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.LossKernels.Ctc;

/**
 * The labels l of one sequence, and the states of its alignments, one for each frame: blank, l₀,
 * blank, l₁, …, blank. From a state, an alignment continues to the same state, to the next, or past
 * a blank between two different labels.
 *
 * @hidden
 */
@Internal
public final class CtcTarget {
  private final int[] classes;
  private final boolean[] skips;
  private final int framesNeeded;

  private CtcTarget(int blank, int[] labels) {
    this.classes = new int[2 * labels.length + 1];
    this.skips = new boolean[classes.length + 2];
    int needed = labels.length;
    classes[0] = blank;
    for (int i = 0; i < labels.length; i++) {
      boolean repeated = i > 0 && labels[i] == labels[i - 1];
      classes[2 * i + 1] = labels[i];
      classes[2 * i + 2] = blank;
      skips[2 * i + 1] = i > 0 && !repeated;
      needed += repeated ? 1 : 0;
    }
    this.framesNeeded = needed;
  }

  /**
   * Reads labels up to the first padding.
   *
   * @param settings the blank and the padding value
   * @param outputs the number of classes, including the blank
   * @param values the array with the labels
   * @param from the index of the first label
   * @param most the number of labels, including padding
   * @throws IllegalArgumentException if a value is not a class or is the blank, or a label follows
   *     padding
   */
  public static CtcTarget of(Ctc settings, int outputs, float[] values, int from, int most) {
    int count = count(settings, values, from, most);
    int[] labels = new int[count];
    for (int i = 0; i < most; i++) {
      float value = values[from + i];
      boolean isLabel = value == (int) value && value >= 0 && value < outputs;
      Check.argument(
          i < count ? isLabel && value != settings.blank() : value == settings.padding(),
          "target of CTC, label " + i,
          i < count
              ? String.format(
                  Locale.ROOT,
                  "a class number from 0 to %d, not the blank's, %d",
                  outputs - 1,
                  settings.blank())
              : settings.padding() + ", since the labels ended before",
          value == (int) value ? (Object) (int) value : (Object) value,
          "repair the labels or give the network more outputs");
      if (i < count) {
        labels[i] = (int) value;
      }
    }
    return new CtcTarget(settings.blank(), labels);
  }

  /** The number of labels before the first padding; see {@link #of}. */
  public static int count(Ctc settings, float[] values, int from, int most) {
    int count = 0;
    while (count < most && values[from + count] != settings.padding()) {
      count++;
    }
    return count;
  }

  /** The number of labels. */
  public int labels() {
    return classes.length / 2;
  }

  /**
   * The length of the shortest alignments: one frame for each label and one between equal labels.
   */
  public int framesNeeded() {
    return framesNeeded;
  }

  /** The number of states. */
  public int states() {
    return classes.length;
  }

  /** The class of each state. */
  public int[] classes() {
    return classes;
  }

  /**
   * Tells for each state whether an alignment can reach it from two states before; has two
   * additional false elements.
   */
  public boolean[] skips() {
    return skips;
  }
}
