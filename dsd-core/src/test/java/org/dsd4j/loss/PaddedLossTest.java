package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.Numbers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Padding counts for nothing in losses with a target for each step, on both kinds of kernels. */
class PaddedLossTest {
  private static final int SAMPLES = 3;
  private static final int STEPS = 5;
  private static final int WIDTH = 3;
  private static final Lengths MIXED = Lengths.of(2, 5, 3);
  private static final int REAL = 10;

  /** A loss, and whether its targets are class numbers; probabilities if not. */
  private record Case(Loss loss, boolean labels) {
    int targetWidth() {
      return labels ? 1 : WIDTH;
    }

    /** The target of a step. */
    float[] target(int step) {
      float[] shares = {0.2f, 0.5f, 0.3f};
      return labels
          ? new float[] {step % WIDTH}
          : new float[] {shares[step % 3], shares[(step + 1) % 3], shares[(step + 2) % 3]};
    }

    @Override
    public String toString() {
      return loss + (labels ? ", class numbers" : "");
    }
  }

  private static Stream<Case> cases() {
    SoftmaxCrossEntropy crossEntropy = new SoftmaxCrossEntropy();
    return Stream.of(
        new Case(new MeanSquaredError(), false),
        new Case(new SmoothL1(0.5), false),
        new Case(new BinaryCrossEntropy(), false),
        new Case(crossEntropy, false),
        new Case(crossEntropy, true),
        new Case(crossEntropy.ignoreLabel(1), true),
        new Case(crossEntropy.classWeights(0.5, 2, 3).labelSmoothing(0.1), true));
  }

  private static Stream<Arguments> casesAndKernels() {
    return cases().flatMap(c -> Stream.of(Arguments.of(c, "nd4j"), Arguments.of(c, "onednn")));
  }

  private static Kernels open(String name) {
    return name.equals("nd4j") ? new Nd4jKernels() : new OnednnKernels();
  }

  /** A batch in the memory of some kernels; its gradient is NaN at first. */
  private static final class Scene implements AutoCloseable {
    private final Kernels kernels;
    private final Loss loss;
    private final Tensor output;
    private final Tensor target;
    private final Tensor gradient;

    Scene(
        Kernels kernels,
        ElementType type,
        Case given,
        int samples,
        float[] output,
        float[] target) {
      this.kernels = kernels;
      this.loss = given.loss();
      int steps = output.length / WIDTH / samples;
      Shape shape = Shape.of(samples, steps, WIDTH);
      this.output = tensor(type, shape, output);
      this.target = tensor(type, given.labels() ? Shape.of(samples, steps) : shape, target);
      float[] nothing = new float[output.length];
      Arrays.fill(nothing, Float.NaN);
      this.gradient = tensor(type, shape, nothing);
    }

    private Tensor tensor(ElementType type, Shape shape, float... values) {
      Tensor tensor = kernels.memory().allocate(type, shape);
      tensor.set(values);
      return tensor;
    }

    double evaluate(Lengths lengths, @Nullable Tensor gradient) {
      return sum(lengths, gradient, 1).mean();
    }

    LossSum sum(Lengths lengths, @Nullable Tensor gradient, double factor) {
      return loss.evaluate(kernels, output, lengths, target, gradient, factor);
    }

    @Override
    public void close() {
      List.of(output, target, gradient).forEach(kernels.memory()::release);
    }
  }

  private static boolean isReal(int row) {
    return row % STEPS < MIXED.steps(row / STEPS, STEPS);
  }

  /**
   * A padded batch: the output is this number at padding, the target what the loader puts there.
   */
  private static Scene padded(Kernels kernels, ElementType type, Case given, float padding) {
    float[] output = outputs();
    float[] target = new float[SAMPLES * STEPS * given.targetWidth()];
    Arrays.fill(target, Dataset.NO_TARGET);
    for (int row = 0; row < SAMPLES * STEPS; row++) {
      if (isReal(row)) {
        copy(given.target(row), target, row);
      } else {
        Arrays.fill(output, row * WIDTH, (row + 1) * WIDTH, padding);
      }
    }
    return new Scene(kernels, type, given, SAMPLES, output, target);
  }

  /** The real steps of the same batch as one sequence. */
  private static Scene packed(Kernels kernels, Case given) {
    float[] all = outputs();
    float[] output = new float[REAL * WIDTH];
    float[] target = new float[REAL * given.targetWidth()];
    int step = 0;
    for (int row = 0; row < SAMPLES * STEPS; row++) {
      if (isReal(row)) {
        copy(Arrays.copyOfRange(all, row * WIDTH, (row + 1) * WIDTH), output, step);
        copy(given.target(row), target, step);
        step++;
      }
    }
    return new Scene(kernels, ElementType.FLOAT32, given, 1, output, target);
  }

  private static float[] outputs() {
    return Numbers.floats(Numbers.normal(SAMPLES * STEPS * WIDTH, 5));
  }

  private static void copy(float[] from, float[] to, int row) {
    System.arraycopy(from, 0, to, row * from.length, from.length);
  }

  @ParameterizedTest
  @MethodSource("casesAndKernels")
  void aPaddedBatchGivesWhatItsRealStepsDo(Case given, String name) {
    for (float padding : new float[] {0, 1e30f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      try (Kernels kernels = open(name);
          Scene padded = padded(kernels, ElementType.FLOAT32, given, padding);
          Scene packed = packed(kernels, given)) {
        double loss = padded.evaluate(MIXED, padded.gradient);
        assertThat(loss).isCloseTo(packed.evaluate(Lengths.whole(), packed.gradient), within(1e-6));
        assertThat(padded.evaluate(MIXED, null)).isEqualTo(loss);
        float[] gradient = padded.gradient.toFloats();
        float[] expected = packed.gradient.toFloats();
        int step = 0;
        for (int row = 0; row < SAMPLES * STEPS; row++) {
          for (int i = 0; i < WIDTH; i++) {
            float wanted = isReal(row) ? expected[step * WIDTH + i] : 0;
            assertThat(gradient[row * WIDTH + i])
                .as("row %d", row)
                .isCloseTo(wanted, within(isReal(row) ? 1e-6f : 0));
          }
          step += isReal(row) ? 1 : 0;
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("casesAndKernels")
  void sequencesThatAreComputedApartCombineToTheWholeBatch(Case given, String name) {
    try (Kernels kernels = open(name);
        Scene whole = padded(kernels, ElementType.FLOAT32, given, 0.7f)) {
      LossSum sum = whole.sum(MIXED, whole.gradient, 1);
      LossSum together = LossSum.NOTHING;
      for (int n = 0; n < SAMPLES; n++) {
        Lengths own = Lengths.of(MIXED.steps(n, STEPS));
        float[] output = sample(whole.output, n);
        try (Scene part =
            new Scene(kernels, ElementType.FLOAT32, given, 1, output, sample(whole.target, n))) {
          LossSum alone = part.sum(own, null, 1);
          together = together.plus(alone);
          assertThat(part.sum(own, part.gradient, alone.shareOf(sum))).isEqualTo(alone);
          assertThat(part.gradient.toFloats())
              .containsExactly(sample(whole.gradient, n), within(1e-6f));
        }
      }
      assertThat(together.weight()).isCloseTo(sum.weight(), within(1e-6));
      assertThat(together.mean()).isCloseTo(sum.mean(), within(1e-6));
    }
  }

  private static float[] sample(Tensor batch, int n) {
    float[] values = batch.toFloats();
    int size = values.length / SAMPLES;
    return Arrays.copyOfRange(values, n * size, (n + 1) * size);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientAgreesWithDifferences(Case given) {
    try (Kernels kernels = new Nd4jKernels();
        Scene scene = padded(kernels, ElementType.FLOAT64, given, 0.7f)) {
      scene.evaluate(MIXED, scene.gradient);
      GradientCheck.check(
          "gradient", () -> scene.evaluate(MIXED, null), scene.output, Numbers.get(scene.gradient));
    }
  }

  @ParameterizedTest
  @MethodSource("casesAndKernels")
  void lengthsThatPadNothingChangeNoBit(Case given, String name) {
    try (Kernels kernels = open(name);
        Scene scene = packed(kernels, given)) {
      double loss =
          scene.loss.evaluate(kernels, scene.output, scene.target, scene.gradient, 1).mean();
      float[] gradient = scene.gradient.toFloats();
      assertThat(scene.evaluate(Lengths.of(REAL), scene.gradient)).isEqualTo(loss);
      assertThat(scene.gradient.toFloats()).isEqualTo(gradient);
    }
  }
}
