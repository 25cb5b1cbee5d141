package org.dsd4j.nn.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.kernel.CustomCells;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers with a cell that is not the library's. */
class CustomCellTest extends LayerContract {
  /** A layer whose cell has two states. */
  public static final class OwnLstm extends RecurrentLayer<OwnLstm> {
    OwnLstm(RecurrentSettings settings) {
      super(new CustomCells.Lstm(), settings);
    }

    @Override
    protected OwnLstm with(RecurrentSettings settings) {
      return new OwnLstm(settings);
    }

    public static OwnLstm from(LayerDescription description) {
      return new OwnLstm(RecurrentSettings.from(description));
    }
  }

  /** A layer whose cell has one state. */
  public static final class OwnGru extends RecurrentLayer<OwnGru> {
    OwnGru(RecurrentSettings settings) {
      super(new CustomCells.Gru(), settings);
    }

    @Override
    protected OwnGru with(RecurrentSettings settings) {
      return new OwnGru(settings);
    }

    public static OwnGru from(LayerDescription description) {
      return new OwnGru(RecurrentSettings.from(description));
    }
  }

  /** A layer for errors; its cell is rectified. */
  private static final class Wrong extends RecurrentLayer<Wrong> {
    private final RecurrentCell cell;

    Wrong(RecurrentCell cell) {
      super(cell, RecurrentSettings.of(2));
      this.cell = cell;
    }

    @Override
    protected Wrong with(RecurrentSettings settings) {
      return new Wrong(cell);
    }
  }

  private static OwnLstm lstm(int hidden) {
    return new OwnLstm(RecurrentSettings.of(hidden));
  }

  private static OwnGru gru(int hidden) {
    return new OwnGru(RecurrentSettings.of(hidden));
  }

  @Override
  protected List<Case> cases() {
    return List.of(
        of(lstm(2), Shape.of(2, 2), Shape.of(2, 2)),
        new Case(lstm(1), List.of(Shape.of(2, 1), Shape.of(1), Shape.of(1)), Shape.of(2, 1)),
        of(gru(1).layers(2).bidirectional().lastState(), Shape.of(2, 1), Shape.of(2)),
        of(gru(2).withoutBias(), Shape.of(2, 1), Shape.of(2, 2)));
  }

  @Test
  void gradientsAgreeWithDifferencesThroughLengths() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT64,
                lstm(1).bidirectional(),
                List.of(Shape.of(3, 3, 2), Shape.of(3, 2, 1), Shape.of(3, 2, 1)))) {
      for (int i = 0; i < harness.inputs(); i++) {
        Numbers.set(harness.input(i), Numbers.normal(Numbers.size(harness.input(i)), 5 + i));
      }
      Numbers.set(harness.outputGradient(), Numbers.normal(3 * 3 * 2, 9));
      GradientCheck.check(harness.lengths(Lengths.of(1, 3, 2)));
      assertThat(harness.output().toFloats()).contains(0);
    }
  }

  private static Stream<Kernels> kernels() {
    return Stream.of(new OnednnKernels(), new Nd4jKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theSameFormulasGiveWhatTheLibrarysCellsGive(Kernels kernels) {
    try (kernels) {
      assertSame(kernels, lstm(5).layers(2).bidirectional(), new Lstm(5).layers(2).bidirectional());
      assertSame(kernels, gru(5).layers(2).bidirectional(), new Gru(5).layers(2).bidirectional());
    }
  }

  private static void assertSame(Kernels kernels, Layer own, Layer library) {
    List<Shape> inputs = List.of(Shape.of(4, 6, 3));
    try (LayerHarness a = new LayerHarness(kernels, ElementType.FLOAT32, own, inputs);
        LayerHarness b = new LayerHarness(kernels, ElementType.FLOAT32, library, inputs)) {
      for (LayerHarness each : List.of(a, b)) {
        each.lengths(Lengths.of(6, 2, 1, 5));
        Numbers.set(each.input(), Numbers.normal(Numbers.size(each.input()), 5));
        Numbers.set(each.outputGradient(), Numbers.normal(Numbers.size(each.outputGradient()), 6));
      }
      b.parameters().forEach((name, tensor) -> a.parameter(name).set(tensor.toFloats()));
      a.forward().backward();
      b.forward().backward();
      assertThat(a.output().toFloats()).containsExactly(b.output().toFloats(), within(1e-5f));
      b.parameterGradients()
          .forEach(
              (name, gradient) ->
                  assertThat(a.parameterGradients().get(name).toFloats())
                      .as(name)
                      .containsExactly(gradient.toFloats(), within(1e-4f)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void valuesBeyondTheLengthsChangeNoBit(Kernels kernels) {
    try (kernels;
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, gru(3).bidirectional(), List.of(Shape.of(2, 4, 2)))) {
      harness.lengths(Lengths.of(4, 2));
      Numbers.set(harness.input(), Numbers.normal(16, 5));
      float[] first = harness.forward().output().toFloats();
      harness.input().set(12, new float[] {Float.NaN, Float.NaN, 1e30f, Float.NaN});
      assertThat(harness.forward().output().toFloats()).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aRectifiedCellKeepsNaN(Kernels kernels) {
    try (Network network =
            Network.builder(Shape.of(3, 2))
                .kernels(kernels)
                .add("cells", new Wrong(new CustomCells.Clipped()))
                .build(Seed.of(1));
        INDArray input = Nd4j.createFromArray(new float[][][] {{{1, 2}, {Float.NaN, 1}, {1, 1}}});
        INDArray output = network.predict(input)) {
      float[] values = output.data().asFloat();
      assertThat(values[0]).isNotNaN();
      assertThat(values[2]).isNaN();
      assertThat(values[4]).isNaN();
    }
  }

  @Test
  void wrongCellsAreRefused() {
    assertThatThrownBy(() -> new Wrong(cell(0, true))).hasMessageContaining("gates");
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT32,
                new Wrong(cell(1, true)),
                List.of(Shape.of(1, 2, 2)))) {
      assertThatThrownBy(harness::forward)
          .hasMessageContaining("expected two, since hasCell() is true, received one");
    }
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT32,
                new Wrong(cell(1, false)),
                List.of(Shape.of(1, 2, 2)))) {
      assertThatThrownBy(harness::forward).hasMessageContaining("let hasCell() return true");
    }
  }

  /** One state in spite of two, or two in spite of one. */
  private static RecurrentCell.CustomCell cell(int gates, boolean two) {
    return new RecurrentCell.CustomCell() {
      @Override
      public int gates() {
        return gates;
      }

      @Override
      public boolean hasCell() {
        return two;
      }

      @Override
      public RecurrentCell.CellStates after(RecurrentCell.CellStep step) {
        Expression state = step.sum(0).tanh();
        return two
            ? RecurrentCell.CellStates.of(state)
            : new RecurrentCell.CellStates(state, step.cell());
      }
    };
  }
}
