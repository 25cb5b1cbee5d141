package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossKernels.Ctc;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.ctc.HeapCtc;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long sequences, and numbers at the ends of their range. */
class CtcLossRangeTest {
  private static final int FRAMES = 500;
  private static final int CLASSES = 30;

  static Stream<Kernels> kernels() {
    return Stream.of(new Nd4jKernels(), new OnednnKernels());
  }

  private static int[] labels(int count) {
    RandomGenerator random = Seed.of(3).stream();
    return random.ints(count, 1, CLASSES).toArray();
  }

  /** A network that is sure of the blank in each frame, by this difference of logits. */
  private static double[][] sureOfBlanks(double margin) {
    double[][] logits = new double[FRAMES][CLASSES];
    for (double[] frame : logits) {
      frame[0] = margin;
    }
    return logits;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void surePredictionsOfTheWrongLabelsHaveTheirLoss(Kernels open) {
    int[] labels = labels(80);
    try (Kernels kernels = open) {
      for (double margin : new double[] {0, 5, 20, 100, 1e4}) {
        double[][] logits = sureOfBlanks(margin);
        CtcOracle.Result expected = CtcOracle.byLogarithms(logits, labels, 0);
        try (CtcScene scene =
            new CtcScene(kernels, ElementType.FLOAT32, new double[][][] {logits}, labels)) {
          assertThat(scene.evaluate(new CtcLoss().perSequence()))
              .isCloseTo(expected.loss(), within(1e-9 * expected.loss()));
          double[] gradient = scene.gradient();
          for (int i = 0; i < gradient.length; i++) {
            assertThat(gradient[i])
                .isCloseTo(expected.gradient()[i / CLASSES][i % CLASSES], within(1e-6));
          }
        }
      }
    }
  }

  @Test
  void theOnlyAlignmentMayBeTheLeastProbable() {
    // As many frames as labels, and each frame is sure of another one.
    int[] labels = new int[FRAMES];
    double[][] logits = new double[FRAMES][CLASSES];
    for (int t = 0; t < FRAMES; t++) {
      labels[t] = 1 + t % 2;
      logits[t][3] = 1e4;
    }
    assertThat(evaluate(logits, labels)).isCloseTo(FRAMES * 1e4, within(1e-3));
  }

  @Test
  void differencesOfTheLargestFloatsStayFinite() {
    double[][] logits = sureOfBlanks(Float.MAX_VALUE);
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene =
            new CtcScene(kernels, ElementType.FLOAT32, new double[][][] {logits}, labels(80))) {
      assertThat(scene.evaluate(new CtcLoss())).isFinite().isGreaterThan(1e8);
      assertThat(Arrays.stream(scene.gradient()).map(Math::abs).max().orElseThrow()).isLessThan(1);
      assertThat(Arrays.stream(scene.gradient())).allMatch(Double::isFinite);
    }
  }

  @Test
  void aClassMayBeImpossible() {
    double[][] logits = new double[4][3];
    for (double[] frame : logits) {
      frame[2] = Double.NEGATIVE_INFINITY;
    }
    double[][] without = new double[4][2];
    assertThat(evaluate(logits, 1)).isCloseTo(evaluate(without, 1), within(1e-12));
    assertThat(evaluate(logits, 1, 2)).isZero();
  }

  @Test
  void whatIsNoNumberGivesNone() {
    for (double broken : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      double[][] logits = sureOfBlanks(1e4);
      logits[FRAMES / 2][7] = broken;
      assertThat(evaluate(logits, labels(80))).isNaN();
    }
  }

  private static double evaluate(double[][] logits, int... labels) {
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene =
            new CtcScene(kernels, ElementType.FLOAT64, new double[][][] {logits}, labels)) {
      return scene.evaluate(new CtcLoss().perSequence());
    }
  }

  @Test
  void takesLogitsInHalfPrecision() {
    try (Kernels kernels = new OnednnKernels()) {
      double[][] logits = sureOfBlanks(4);
      int[] labels = labels(80);
      try (CtcScene scene =
          new CtcScene(kernels, ElementType.BFLOAT16, new double[][][] {logits}, labels)) {
        double expected = CtcOracle.byLogarithms(logits, labels, 0).loss();
        assertThat(scene.evaluate(new CtcLoss().perSequence()))
            .isCloseTo(expected, within(1e-9 * expected));
      }
    }
  }

  @Test
  void isTheSameOnAnyNumberOfThreads() {
    Shape shape = Shape.of(7, 40, 6);
    Ctc settings = new Ctc(0, -1, true);
    Lengths lengths = Lengths.of(40, 3, 25, 40, 17, 8, 31);
    try (Kernels kernels = new Nd4jKernels()) {
      Tensor logits = kernels.memory().allocate(ElementType.FLOAT32, shape);
      Tensor targets = kernels.memory().allocate(ElementType.FLOAT32, Shape.of(7, 3));
      Tensor gradient = kernels.memory().allocate(ElementType.FLOAT32, shape);
      Numbers.set(logits, Numbers.normal(Numbers.size(logits), 8));
      targets.set(new float[] {1, 2, 3, 4, -1, -1, 5, 5, 1, 2, 2, 2, 3, 1, 3, 1, 4, -1, 5, 4, 3});
      List<LossSum> losses =
          Stream.of(1, 2, 5, 9)
              .map(
                  n ->
                      new HeapCtc(() -> n)
                          .evaluate(settings, logits, lengths, targets, gradient, 1))
              .toList();
      assertThat(losses).containsOnly(losses.get(0));
      float[] last = gradient.toFloats();
      HeapCtc reused = new HeapCtc(() -> 1);
      reused.evaluate(settings, logits, lengths, targets, null, 1);
      reused.evaluate(settings, logits, lengths, targets, gradient, 1);
      assertThat(gradient.toFloats()).isEqualTo(last);
    }
  }
}
