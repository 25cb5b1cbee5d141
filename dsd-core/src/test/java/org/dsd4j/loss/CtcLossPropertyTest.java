package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;

class CtcLossPropertyTest {
  @Property(tries = 200)
  void isTheSumOverAllAlignments(
      @ForAll @IntRange(min = 1, max = 5) int frames,
      @ForAll @IntRange(min = 2, max = 4) int classes,
      @ForAll @IntRange(min = 0, max = 3) int labels,
      @ForAll @IntRange(min = 0, max = 3) int blank,
      @ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    int otherThanLabels = blank % classes;
    int[] target = target(random, labels, classes, otherThanLabels);
    if (needed(target) <= frames) {
      double[][] logits = logits(random, frames, classes, 2);
      CtcOracle.Result expected = CtcOracle.byEnumeration(logits, target, otherThanLabels);
      check(logits, target, otherThanLabels, expected);
      check(
          logits, target, otherThanLabels, CtcOracle.byLogarithms(logits, target, otherThanLabels));
    }
  }

  @Property(tries = 200)
  void isThatOfLogarithmsHoweverFarApartProbabilitiesAre(
      @ForAll @IntRange(min = 1, max = 70) int frames,
      @ForAll @IntRange(min = 2, max = 6) int classes,
      @ForAll @IntRange(min = 0, max = 30) int labels,
      @ForAll @DoubleRange(min = -1, max = 4) double magnitude,
      @ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    int[] target = target(random, labels, classes, 0);
    if (needed(target) <= frames) {
      double[][] logits = logits(random, frames, classes, Math.pow(10, magnitude));
      check(logits, target, 0, CtcOracle.byLogarithms(logits, target, 0));
    }
  }

  private static int[] target(RandomGenerator random, int labels, int classes, int blank) {
    int[] target = new int[labels];
    for (int i = 0; i < labels; i++) {
      target[i] = (blank + 1 + random.nextInt(classes - 1)) % classes;
    }
    return target;
  }

  private static int needed(int[] target) {
    int needed = target.length;
    for (int i = 1; i < target.length; i++) {
      needed += target[i] == target[i - 1] ? 1 : 0;
    }
    return needed;
  }

  private static double[][] logits(RandomGenerator random, int frames, int classes, double scale) {
    double[][] logits = new double[frames][classes];
    for (double[] frame : logits) {
      Arrays.setAll(frame, c -> scale * random.nextGaussian());
    }
    return logits;
  }

  private static void check(double[][] logits, int[] target, int blank, CtcOracle.Result expected) {
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene =
            new CtcScene(kernels, ElementType.FLOAT64, new double[][][] {logits}, target)) {
      double loss = scene.evaluate(new CtcLoss().blank(blank).perSequence());
      assertThat(loss).isCloseTo(expected.loss(), within(1e-11 * (1 + expected.loss())));
      double[] gradient = scene.gradient();
      for (int i = 0; i < gradient.length; i++) {
        int classes = logits[0].length;
        // Logarithms of a million have errors of a billionth.
        assertThat(gradient[i])
            .isCloseTo(expected.gradient()[i / classes][i % classes], within(1e-8));
      }
    }
  }
}
