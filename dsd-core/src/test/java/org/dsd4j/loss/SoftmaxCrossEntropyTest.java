package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest extends LossContract {
  private static final SoftmaxCrossEntropy PLAIN = new SoftmaxCrossEntropy();

  @Override
  protected List<Case> cases() {
    Shape logits = Shape.of(5, 3);
    Shape labels = Shape.of(5);
    float[] classes = {0, 2, 1, 1, 2};
    Shape pixels = Shape.of(2, 2, 2, 4);
    float[] ofPixels = {0, 3, 255, 1, 2, 255, 0, 1};
    float[] soft = {0.2f, 0.8f, 0, 0, 0, 1, 0.25f, 0.25f, 0.5f};
    return List.of(
        new Case(PLAIN, logits, labels, classes),
        // As many rows as classes.
        new Case(PLAIN, Shape.of(3, 3), Shape.of(3, 1), new float[] {2, 0, 0}),
        new Case(PLAIN, Shape.of(3, 3), Shape.of(3, 3), soft),
        new Case(
            PLAIN.labelSmoothing(0.1).classWeights(0.5, 0, 3),
            Shape.of(3, 3),
            Shape.of(3, 3),
            soft),
        new Case(PLAIN.labelSmoothing(0.2), logits, labels, classes),
        new Case(PLAIN.classWeights(0.5, 2, 3), logits, labels, classes),
        new Case(PLAIN.classWeights(0.5, 0, 3).labelSmoothing(0.1), logits, labels, classes),
        new Case(PLAIN.ignoreLabel(255), pixels, Shape.of(2, 2, 2), ofPixels),
        new Case(
            PLAIN.ignoreLabel(255).labelSmoothing(0.1).classWeights(1, 2, 3, 4),
            pixels,
            Shape.of(2, 2, 2),
            ofPixels));
  }

  private static double evaluate(Loss loss, Shape shape, float[] logits, float... labels) {
    return evaluate(loss, shape, logits, Shape.of(labels.length), labels);
  }

  private static double evaluate(
      Loss loss, Shape shape, float[] logits, Shape targetShape, float[] targets) {
    try (Kernels kernels = new org.dsd4j.kernel.nd4j.Nd4jKernels()) {
      Memory memory = kernels.memory();
      Tensor output = memory.allocate(ElementType.FLOAT32, shape);
      Tensor target = memory.allocate(ElementType.FLOAT32, targetShape);
      Tensor gradient = memory.allocate(ElementType.FLOAT32, shape);
      memory.fill(gradient, Double.NaN);
      output.set(logits);
      target.set(targets);
      double value = loss.evaluate(kernels, output, target, gradient, 1).mean();
      assertThat(memory.allFinite(gradient)).isTrue();
      return value;
    }
  }

  @Test
  void isTheLogarithmOfTheClassesAtTheStart() {
    assertThat(evaluate(PLAIN, Shape.of(2, 10), new float[20], 3, 7))
        .isCloseTo(Math.log(10), within(1e-6));
  }

  @Test
  void aMissIsAsBadAsItsLogit() {
    float[] logits = {1e4f, -1e4f, 0};
    assertThat(evaluate(PLAIN, Shape.of(1, 3), logits, 0)).isZero();
    assertThat(evaluate(PLAIN, Shape.of(1, 3), logits, 1)).isCloseTo(2e4, within(1.0));
  }

  @Test
  void dividesByTheWeightsOfTheLabels() {
    // ln 2 for every row, whatever its weight.
    Loss weighted = PLAIN.classWeights(1, 9);
    assertThat(evaluate(weighted, Shape.of(3, 2), new float[6], 0, 0, 1))
        .isCloseTo(Math.log(2), within(1e-6));
    float[] logits = {0, 0, (float) Math.log(3), 0};
    // −ln ½ with weight 1, −ln ¼ with weight 9.
    assertThat(evaluate(weighted, Shape.of(2, 2), logits, 0, 1))
        .isCloseTo((Math.log(2) + 9 * Math.log(4)) / 10, within(1e-6));
  }

  @Test
  void nothingButIgnoredLabelsIsNoLoss() {
    assertThat(evaluate(PLAIN.ignoreLabel(9), Shape.of(2, 3), new float[6], 9, 9)).isZero();
  }

  @Test
  void refusesWhatIsNoClass() {
    Shape output = Shape.of(3);
    for (float label : new float[] {-1, 3, 1.5f}) {
      assertThatThrownBy(
              () -> PLAIN.checkTarget(output, new Values(Shape.of(1), new float[] {label})))
          .hasMessageContaining("class number from 0 to 2");
    }
    assertThatThrownBy(() -> PLAIN.classWeights(1, 2).checkTarget(output, Values.label(1)))
        .hasMessageContaining("class weights")
        .hasMessageContaining("3 classes");
    assertThatThrownBy(() -> PLAIN.classWeights(1, -2)).hasMessageContaining("weight of class 1");
    assertThatThrownBy(() -> PLAIN.labelSmoothing(1)).hasMessageContaining("label smoothing");
  }

  @Test
  void softTargetsOfOneClassAreThatClass() {
    float[] logits = {1, -2, 0.5f, 3, 0, -1};
    float[] oneHot = {0, 1, 0, 1, 0, 0};
    Loss smoothed = PLAIN.labelSmoothing(0.1);
    Shape shape = Shape.of(2, 3);
    assertThat(evaluate(smoothed, shape, logits, shape, oneHot))
        .isCloseTo(evaluate(smoothed, shape, logits, 1, 0), within(1e-6));
  }

  @Test
  void refusesSoftTargetsThatAreNoProbabilities() {
    Shape output = Shape.of(3);
    PLAIN.checkTarget(output, new Values(output, new float[] {0.2f, 0.3f, 0.5f}));
    for (float[] wrong : List.of(new float[] {0.2f, 0.3f, 0.4f}, new float[] {-0.5f, 1, 0.5f})) {
      assertThatThrownBy(() -> PLAIN.checkTarget(output, new Values(output, wrong)))
          .hasMessageContaining("expected probabilities of at least 0 that sum to 1, received [");
    }
  }

  @Test
  void aBatchOfOtherClassesThanTheOutputsIsTold() {
    assertThatThrownBy(
            () -> evaluate(PLAIN, Shape.of(2, 3), new float[6], Shape.of(2, 4), new float[8]))
        .hasMessageContaining(
            "targets of cross-entropy: expected 2 class numbers or probabilities [2, 3], received"
                + " [2, 4]");
  }

  @Test
  void saysItsSettings() {
    assertThat(PLAIN.labelSmoothing(0.1).ignoreLabel(255))
        .hasToString("cross-entropy, smoothing 0.1, ignoring label 255");
  }
}
