package org.dsd4j.nn.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class BatchNormOfSequencesTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new BatchNorm(), Shape.of(4, 3), Shape.of(4, 3)),
        of(new BatchNorm().epsilon(0.1).momentum(0.5), Shape.of(3, 2, 2), Shape.of(3, 2, 2)));
  }

  @Override
  protected boolean dependsOnMode() {
    return true;
  }

  private static List<Kernels> allKernels() {
    return List.of(new Nd4jKernels(), new OnednnKernels());
  }

  @Test
  void gathersMeanAndUnbiasedVarianceOfRealSteps() {
    for (Kernels opened : allKernels()) {
      try (Kernels kernels = opened;
          LayerHarness harness =
              new LayerHarness(
                  kernels,
                  ElementType.FLOAT32,
                  new BatchNorm().momentum(0.25),
                  List.of(Shape.of(2, 3, 1)))) {
        harness.input().set(new float[] {1, 2, 3, 6, 100, Float.NaN});
        harness.lengths(Lengths.of(3, 1)).forward();
        // The batch: mean 3, squares of distances 4 + 1 + 0 + 9 = 14, over 3.
        float variance = 0.75f + 0.25f * 14 / 3;
        assertClose(harness.parameter("running_mean").toFloats(), 0.75f);
        assertClose(harness.parameter("running_var").toFloats(), variance);
        harness.recompute().mode(Mode.INFERENCE).forward();
        assertClose(harness.parameter("running_mean").toFloats(), 0.75f);
        assertClose(harness.parameter("running_var").toFloats(), variance);
        assertThat(harness.output().toFloats()[0])
            .isCloseTo(0.25f / (float) Math.sqrt(variance), within(1e-4f));
      }
    }
  }

  private static void assertClose(float[] actual, float... expected) {
    assertThat(actual).containsExactly(expected, within(1e-5f));
  }

  @Test
  void givesTheSameWhereLengthsSayThatNothingIsPadded() {
    Shape shape = Shape.of(3, 5, 2, 4);
    for (Kernels opened : allKernels()) {
      try (Kernels kernels = opened) {
        for (Mode mode : Mode.values()) {
          List<float[]> expected = results(kernels, new BatchNorm(), Lengths.whole(), mode, shape);
          Lengths full = Lengths.of(5, 5, 5);
          List<float[]> named = results(kernels, new BatchNorm(), full, mode, shape);
          for (int i = 0; i < named.size(); i++) {
            assertClose(named.get(i), expected.get(i));
          }
        }
      }
    }
  }

  private static List<float[]> results(
      Kernels kernels, Layer layer, Lengths lengths, Mode mode, Shape shape) {
    try (LayerHarness harness =
        new LayerHarness(kernels, ElementType.FLOAT32, layer, List.of(shape))) {
      int n = (int) shape.elements();
      Numbers.set(harness.input(), Numbers.normal(n, 1));
      Numbers.set(harness.outputGradient(), Numbers.normal(n, 2));
      harness.lengths(lengths).mode(mode).forward().backward();
      List<float[]> results = new ArrayList<>();
      results.add(harness.output().toFloats());
      results.add(harness.gradientOfInput(0).toFloats());
      harness.parameterGradients().values().forEach(g -> results.add(g.toFloats()));
      harness.parameters().values().forEach(p -> results.add(p.toFloats()));
      return results;
    }
  }

  @Test
  void staysFiniteOnOneStepAndOnConstants() {
    for (Kernels opened : allKernels()) {
      try (Kernels kernels = opened;
          LayerHarness harness =
              new LayerHarness(
                  kernels, ElementType.FLOAT32, new BatchNorm(), List.of(Shape.of(1, 2, 2)))) {
        harness.input().set(new float[] {0.1f, -5, Float.NaN, 3});
        harness.outputGradient().set(new float[] {1, 1, 1, 1});
        harness.lengths(Lengths.of(1)).forward().backward();
        assertThat(harness.output().toFloats()).containsOnly(0);
        assertThat(harness.gradientOfInput(0).toFloats()).containsOnly(0);
        assertThat(harness.parameter("running_mean").toFloats()).containsExactly(0, 0);
        assertThat(harness.parameter("running_var").toFloats()).containsExactly(1, 1);
        harness.recompute().mode(Mode.INFERENCE).forward();
        assertThat(harness.warnings()).singleElement().asString().contains("no variance");
      }
    }
  }

  @Test
  void refusesPaddedVectors() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new BatchNorm(), List.of(Shape.of(2, 3)))) {
      harness.lengths(Lengths.of(3, 1));
      for (Mode mode : Mode.values()) {
        assertThatThrownBy(() -> harness.mode(mode).forward())
            .isInstanceOf(ShapeException.class)
            .hasMessageContaining("[T, F]");
      }
    }
  }
}
