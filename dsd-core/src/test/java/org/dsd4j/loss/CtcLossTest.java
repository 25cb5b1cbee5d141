package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class CtcLossTest extends LossContract {
  private static final CtcLoss PLAIN = new CtcLoss();

  @Override
  protected List<Case> cases() {
    float[] labels = {1, 2, 1, 3, 3, -1, -1, -1, -1};
    float[] ofOtherBlank = {0, 1, 1, 1, 0, -1};
    return List.of(
        new Case(PLAIN, Shape.of(3, 6, 4), Shape.of(3, 3), labels),
        new Case(PLAIN.perSequence(), Shape.of(3, 5, 4), Shape.of(3, 3), labels),
        new Case(PLAIN.blank(2), Shape.of(2, 4, 3), Shape.of(2, 3), ofOtherBlank),
        new Case(PLAIN, Shape.of(3, 4, 2), Shape.of(3), new float[] {1, 1, -1}));
  }

  private static double[][][] zeros(int sequences, int frames, int classes) {
    return new double[sequences][frames][classes];
  }

  private static double evaluate(Loss loss, double[][][] logits, int[]... labels) {
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene = new CtcScene(kernels, ElementType.FLOAT64, logits, labels)) {
      return scene.evaluate(loss);
    }
  }

  /** Half of the gradient of one sequence: what it has in a batch of two. */
  private static double[] gradient(double[][][] logits, int[] labels) {
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene = new CtcScene(kernels, ElementType.FLOAT64, logits, labels)) {
      scene.evaluate(PLAIN);
      return Arrays.stream(scene.gradient()).map(g -> g / 2).toArray();
    }
  }

  @Test
  void isMinusTheLogarithmOfAllAlignments() {
    // Of the paths of two frames, 1 1, – 1 and 1 – are label 1.
    assertThat(evaluate(PLAIN, zeros(1, 2, 2), new int[] {1}))
        .isCloseTo(-Math.log(3.0 / 4), within(1e-12));
    // Two equal labels need a blank between them: one path of 27.
    assertThat(evaluate(PLAIN.perSequence(), zeros(1, 3, 3), new int[] {2, 2}))
        .isCloseTo(Math.log(27), within(1e-12));
  }

  @Test
  void anEmptyTargetIsBlankInAllFrames() {
    double[][][] logits = {{{0, Math.log(3)}, {Math.log(3), 0}}};
    assertThat(evaluate(PLAIN, logits, new int[0]))
        .isCloseTo(-Math.log(1.0 / 4 * 3 / 4), within(1e-12));
    assertThat(evaluate(PLAIN.blank(1), logits, new int[0]))
        .isCloseTo(-Math.log(3.0 / 4 * 1 / 4), within(1e-12));
  }

  @Test
  void dividesByTheNumberOfLabelsUnlessToldNotTo() {
    int[][] labels = {{1}, {1, 2}};
    double first = evaluate(PLAIN.perSequence(), zeros(1, 3, 3), labels[0]);
    double second = evaluate(PLAIN.perSequence(), zeros(1, 3, 3), labels[1]);
    assertThat(evaluate(PLAIN, zeros(2, 3, 3), labels))
        .isCloseTo((first + second / 2) / 2, within(1e-12));
    assertThat(evaluate(PLAIN.perSequence(), zeros(2, 3, 3), labels))
        .isCloseTo((first + second) / 2, within(1e-12));
  }

  @Test
  void framesBeyondTheLengthCountForNothing() {
    double[][][] logits = zeros(2, 5, 3);
    for (int t = 3; t < 5; t++) {
      Arrays.fill(logits[0][t], Double.NaN);
    }
    int[][] labels = {{1, 2}, {2}};
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene = new CtcScene(kernels, ElementType.FLOAT64, logits, labels)) {
      double expected =
          (evaluate(PLAIN, zeros(1, 3, 3), labels[0]) + evaluate(PLAIN, zeros(1, 5, 3), labels[1]))
              / 2;
      assertThat(scene.evaluate(PLAIN, Lengths.of(3, 5))).isCloseTo(expected, within(1e-12));
      double[] gradient = scene.gradient();
      assertThat(Arrays.copyOfRange(gradient, 9, 15)).containsOnly(0);
      assertThat(Arrays.copyOfRange(gradient, 0, 9))
          .containsExactly(gradient(zeros(1, 3, 3), labels[0]), within(1e-12));
      assertThat(Arrays.copyOfRange(gradient, 15, 30))
          .containsExactly(gradient(zeros(1, 5, 3), labels[1]), within(1e-12));
    }
  }

  @Test
  void aTargetThatDoesNotFitCountsNothing() {
    int[][] labels = {{1, 1}, {2}};
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene = new CtcScene(kernels, ElementType.FLOAT64, zeros(2, 2, 3), labels)) {
      double fitting = evaluate(PLAIN, zeros(1, 2, 3), labels[1]);
      assertThat(scene.evaluate(PLAIN)).isCloseTo(fitting / 2, within(1e-12));
      assertThat(Arrays.copyOfRange(scene.gradient(), 0, 6)).containsOnly(0);
      assertThat(Arrays.copyOfRange(scene.gradient(), 6, 12))
          .containsExactly(gradient(zeros(1, 2, 3), labels[1]), within(1e-12));
    }
  }

  @Test
  void refusesTargetsThatDoNotFit() {
    Shape output = Shape.of(4, 5);
    PLAIN.checkTarget(output, labels(1, 2, 3, 4));
    PLAIN.checkTarget(output, labels(1, 1, 2, -1));
    PLAIN.checkTarget(output, labels(-1));
    assertThatThrownBy(() -> PLAIN.checkTarget(output, labels(1, 1, 2, 2, -1)))
        .hasMessage(
            "target of CTC: expected labels for at most 4 frames, one for each label and one"
                + " between equal neighbours, received [5] with 4 labels, which need 6 frames;"
                + " leave the sample out or let the network shorten sequences less");
  }

  @Test
  void refusesWhatIsNoLabel() {
    Shape output = Shape.of(4, 5);
    for (float wrong : new float[] {0, 5, 1.5f, -2, Float.NaN}) {
      assertThatThrownBy(() -> PLAIN.checkTarget(output, labels(1, wrong)))
          .hasMessageStartingWith(
              "target of CTC, label 1: expected a class number from 0 to 4, not the blank's, 0,");
    }
    assertThatThrownBy(() -> PLAIN.blank(4).checkTarget(output, labels(4)))
        .hasMessageContaining("not the blank's, 4, received 4");
    assertThatThrownBy(() -> PLAIN.checkTarget(output, labels(1, -1, 2)))
        .hasMessageContaining("label 2: expected -1, since the labels ended before, received 2");
  }

  private static Values labels(float... labels) {
    return new Values(Shape.of(labels.length), labels);
  }

  @Test
  void refusesOutputsThatAreNoSequences() {
    assertThatThrownBy(() -> PLAIN.checkTarget(Shape.of(5), labels(1)))
        .hasMessageContaining("output for CTC: expected [T, classes], received [5]");
    assertThatThrownBy(
            () -> PLAIN.checkTarget(Shape.of(4, 5), new Values(Shape.of(1, 1), new float[] {1})))
        .hasMessageContaining("a sequence [L] of labels, received [1, 1]");
    assertThatThrownBy(() -> PLAIN.blank(5).checkTarget(Shape.of(4, 5), labels(1)))
        .hasMessageContaining("blank of CTC: expected a class number from 0 to 4, received 5");
    assertThatThrownBy(() -> PLAIN.blank(-1)).hasMessageContaining("blank of CTC");
  }

  @Test
  void refusesABatchThatDoesNotFit() {
    assertThatThrownBy(() -> evaluate(PLAIN, zeros(2, 3, 3), new int[] {1}))
        .hasMessageContaining("targets of CTC: expected 2 rows of labels, received [1, 1]");
    assertThatThrownBy(() -> evaluate(PLAIN, zeros(2, 3, 3), new int[] {1}, new int[] {3}))
        .hasMessageContaining("label 0: expected a class number from 0 to 2");
    assertThatThrownBy(() -> evaluate(PLAIN.blank(3), zeros(1, 3, 3), new int[] {1}))
        .hasMessageContaining("blank of CTC");
    try (Kernels kernels = new Nd4jKernels();
        CtcScene scene =
            new CtcScene(kernels, ElementType.FLOAT64, zeros(1, 3, 3), new int[] {1})) {
      assertThatThrownBy(() -> scene.evaluate(PLAIN, Lengths.of(4)))
          .hasMessageContaining("length of a sequence");
    }
  }

  @Test
  void saysItsSettings() {
    assertThat(PLAIN.blank(28).perSequence()).hasToString("CTC, blank 28, per sequence");
    assertThat(PLAIN).hasToString("CTC");
  }
}
