package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Contract;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.Numbers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every loss does. A new loss's test extends this and names a few settings and targets. */
public abstract class LossContract implements Contract {
  private static final double EXTREME = 1e4;

  /**
   * A loss with settings, and a batch for it.
   *
   * @param loss the loss
   * @param output the shape of the output, batch included
   * @param targetShape the shape of the target, batch included
   * @param target the targets
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key
  public record Case(Loss loss, Shape output, Shape targetShape, float[] target) {
    @Override
    public String toString() {
      return loss + " on " + output;
    }
  }

  /** What is tested. */
  protected abstract List<Case> cases();

  @Override
  public boolean covers(Class<?> subject) {
    return cases().stream().anyMatch(c -> c.loss().getClass() == subject);
  }

  /** What computes; must know double precision. */
  protected Kernels open() {
    return new Nd4jKernels();
  }

  /** A batch in the memory of some kernels. */
  private static final class Scene implements AutoCloseable {
    private final Kernels kernels;
    private final Case given;
    private final Tensor output;
    private final Tensor target;
    private final Tensor gradient;

    Scene(Kernels kernels, ElementType type, Case given) {
      this.kernels = kernels;
      this.given = given;
      this.output = kernels.memory().allocate(type, given.output());
      this.target = kernels.memory().allocate(type, given.targetShape());
      this.gradient = kernels.memory().allocate(type, given.output());
      Numbers.set(output, Numbers.normal(Numbers.size(output), 5));
      target.set(given.target());
    }

    double evaluate(@Nullable Tensor gradient, double factor) {
      return sum(gradient, factor).mean();
    }

    LossSum sum(@Nullable Tensor gradient, double factor) {
      return given.loss().evaluate(kernels, output, target, gradient, factor);
    }

    /** Some of the samples as a batch of their own. */
    Part part(int from, int to) {
      return new Part(
          samples(Numbers.get(output), given.output(), from, to),
          given.output().withFirst(to - from),
          samples(Numbers.get(target), given.targetShape(), from, to),
          given.targetShape().withFirst(to - from));
    }

    private static double[] samples(double[] values, Shape shape, int from, int to) {
      int size = values.length / shape.extent(0);
      return Arrays.copyOfRange(values, from * size, to * size);
    }

    @Override
    public void close() {
      List.of(output, target, gradient).forEach(kernels.memory()::release);
    }
  }

  /** A part of a batch, whose gradient is to be a part of the whole batch's. */
  private static final class Part {
    private final double[] output;
    private final Shape outputShape;
    private final double[] target;
    private final Shape targetShape;
    private double[] gradient = new double[0];

    Part(double[] output, Shape outputShape, double[] target, Shape targetShape) {
      this.output = output;
      this.outputShape = outputShape;
      this.target = target;
      this.targetShape = targetShape;
    }

    LossSum evaluate(Scene scene, LossSum whole) {
      Memory memory = scene.kernels.memory();
      Tensor outputs = memory.allocate(ElementType.FLOAT64, outputShape);
      Tensor targets = memory.allocate(ElementType.FLOAT64, targetShape);
      Tensor gradients = memory.allocate(ElementType.FLOAT64, outputShape);
      Numbers.set(outputs, output);
      Numbers.set(targets, target);
      Loss loss = scene.given.loss();
      LossSum weighed = loss.evaluate(scene.kernels, outputs, targets, null, 1);
      double factor = 0.7 * weighed.shareOf(whole);
      LossSum sum = loss.evaluate(scene.kernels, outputs, targets, gradients, factor);
      gradient = Numbers.get(gradients);
      List.of(outputs, targets, gradients).forEach(memory::release);
      return sum;
    }

    double[] gradient() {
      return gradient;
    }
  }

  private interface Check {
    void run(Scene scene);
  }

  private Stream<DynamicTest> forEach(ElementType type, Check check) {
    assertThat(cases()).isNotEmpty();
    return cases().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.toString(),
                    () -> {
                      try (Kernels kernels = open();
                          Scene scene = new Scene(kernels, type, c)) {
                        check.run(scene);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> gradientAgreesWithDifferences() {
    return forEach(
        ElementType.FLOAT64,
        s -> {
          s.kernels.memory().fill(s.gradient, 1e3);
          s.evaluate(s.gradient, 1);
          GradientCheck.check(
              "gradient", () -> s.evaluate(null, 1), s.output, Numbers.get(s.gradient));
        });
  }

  @TestFactory
  Stream<DynamicTest> factorScalesTheGradientAlone() {
    return forEach(
        ElementType.FLOAT64,
        s -> {
          double value = s.evaluate(s.gradient, 1);
          double[] gradient = Numbers.get(s.gradient);
          assertThat(s.evaluate(s.gradient, 0.25)).isEqualTo(value);
          double[] scaled = Numbers.get(s.gradient);
          for (int i = 0; i < gradient.length; i++) {
            assertThat(scaled[i]).isCloseTo(0.25 * gradient[i], within(1e-12));
          }
          assertThat(s.evaluate(null, 7)).isEqualTo(value);
          assertThat(Numbers.get(s.gradient)).isEqualTo(scaled);
        });
  }

  /** What a whole batch gives, from parts that are computed apart: the loss and the gradient. */
  @TestFactory
  Stream<DynamicTest> partsOfABatchCombineToTheWhole() {
    return forEach(
        ElementType.FLOAT64,
        s -> {
          LossSum whole = s.sum(s.gradient, 0.7);
          double[] gradient = Numbers.get(s.gradient);
          int samples = s.given.output().extent(0);
          for (int cut = 1; cut < samples; cut++) {
            Part first = s.part(0, cut);
            Part second = s.part(cut, samples);
            LossSum together = first.evaluate(s, whole).plus(second.evaluate(s, whole));
            assertThat(together.weight()).isCloseTo(whole.weight(), within(1e-12));
            assertThat(together.mean()).isCloseTo(whole.mean(), within(1e-12));
            double[] combined =
                DoubleStream.concat(
                        Arrays.stream(first.gradient()), Arrays.stream(second.gradient()))
                    .toArray();
            assertThat(combined).hasSameSizeAs(gradient);
            for (int i = 0; i < gradient.length; i++) {
              assertThat(combined[i]).isCloseTo(gradient[i], within(1e-12));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> extremeOutputsStayFinite() {
    return forEach(
        ElementType.FLOAT32,
        s -> {
          double[] extreme = Numbers.normal(Numbers.size(s.output), 6);
          for (int round = 0; round < 2; round++) {
            for (int i = 0; i < extreme.length; i++) {
              extreme[i] = (extreme[i] > 0) == (round == 0) ? -EXTREME : EXTREME;
            }
            Numbers.set(s.output, extreme);
            assertThat(s.evaluate(s.gradient, 1)).isFinite().isNotNegative();
            assertThat(s.kernels.memory().allFinite(s.gradient)).isTrue();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> writesOnlyTheGradient() {
    return forEach(
        ElementType.FLOAT32,
        s -> {
          float[] output = s.output.toFloats();
          s.evaluate(s.gradient, 1);
          long held = s.kernels.memory().bytesHeld();
          s.evaluate(s.gradient, 1);
          assertThat(s.output.toFloats()).isEqualTo(output);
          assertThat(s.target.toFloats()).isEqualTo(s.given.target());
          assertThat(s.kernels.memory().bytesHeld()).isEqualTo(held);
        });
  }

  @TestFactory
  Stream<DynamicTest> acceptsItsOwnTargets() {
    return forEach(
        ElementType.FLOAT32,
        s -> {
          int samples = s.given.targetShape().extent(0);
          int size = s.given.target().length / samples;
          for (int i = 0; i < samples; i++) {
            float[] one = Arrays.copyOfRange(s.given.target(), i * size, (i + 1) * size);
            Shape shape =
                s.given.targetShape().rank() == 1 ? Shape.of(1) : s.given.targetShape().unbatched();
            s.given.loss().checkTarget(s.given.output().unbatched(), new Values(shape, one));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> explainsWhyATargetDoesNotFit() {
    return forEach(
        ElementType.FLOAT32,
        s -> {
          Shape wrong = Shape.of((int) s.given.output().elements() + 1);
          Values target = new Values(wrong, new float[(int) wrong.elements()]);
          assertThatThrownBy(() -> s.given.loss().checkTarget(s.given.output().unbatched(), target))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("target of " + s.given.loss().name())
              .hasMessageContaining("expected")
              .hasMessageContaining("received " + wrong)
              .hasMessageContaining(";");
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesTargetsThatAreNotNumbers() {
    return forEach(
        ElementType.FLOAT32,
        s -> {
          Shape one = s.given.targetShape();
          Shape shape = one.rank() == 1 ? Shape.of(1) : one.unbatched();
          float[] numbers = new float[(int) shape.elements()];
          numbers[0] = Float.NaN;
          assertThatThrownBy(
                  () ->
                      s.given
                          .loss()
                          .checkTarget(s.given.output().unbatched(), new Values(shape, numbers)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("NaN");
        });
  }

  @TestFactory
  Stream<DynamicTest> saysWhatItIs() {
    return forEach(
        ElementType.FLOAT32,
        s -> {
          assertThat(s.given.loss().name()).isNotBlank();
          assertThat(s.given.loss().toString()).startsWith(s.given.loss().name());
        });
  }
}
