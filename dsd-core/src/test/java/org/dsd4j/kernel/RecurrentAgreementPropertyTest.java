package org.dsd4j.kernel;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.kernel.Recurrent.Channels;
import org.dsd4j.kernel.Recurrent.Gradients;
import org.dsd4j.kernel.Recurrent.InputGradient;
import org.dsd4j.kernel.Recurrent.OutputGradients;
import org.dsd4j.kernel.Recurrent.Outputs;
import org.dsd4j.kernel.Recurrent.States;
import org.dsd4j.kernel.Recurrent.Sweep;
import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * oneDNN's recurrent layers and ND4J's give the same, whatever the cell, the sizes and the lengths.
 * One pair of kernels serves all tries.
 */
class RecurrentAgreementPropertyTest extends Agreement {
  @Provide
  Arbitrary<RecurrentCell> cells() {
    return Arbitraries.of(
        new RecurrentCell.LstmCell(),
        new RecurrentCell.GruCell(),
        new RecurrentCell.PlainCell(Activation.of(Activation.Kind.TANH)),
        new RecurrentCell.PlainCell(new Activation(Activation.Kind.HARD_TANH, 0, 3)),
        new CustomCells.Lstm(),
        new CustomCells.Gru());
  }

  @Provide
  Arbitrary<List<Integer>> lengths() {
    return Arbitraries.integers().between(1, 12).list().ofMinSize(1).ofMaxSize(9);
  }

  @Property(tries = 40)
  void sweepsAgree(
      @ForAll("cells") RecurrentCell cell,
      @ForAll("lengths") List<Integer> lengths,
      @ForAll @IntRange(min = 1, max = 40) int inputs,
      @ForAll @IntRange(min = 1, max = 40) int hidden,
      @ForAll @IntRange(min = 0, max = 7) int settings) {
    boolean padded = (settings & 1) != 0;
    Sweep sweep =
        new Sweep(
            cell,
            padded
                ? Lengths.of(lengths.stream().mapToInt(Integer::intValue).toArray())
                : Lengths.whole(),
            (settings & 2) != 0);
    boolean bias = (settings & 4) != 0;
    int samples = lengths.size();
    int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow() + settings % 2;
    agree(side -> sweep(side, sweep, bias, new int[] {samples, steps, inputs, hidden}));
  }

  private static void sweep(Side side, Sweep sweep, boolean bias, int... sizes) {
    int samples = sizes[0];
    int hidden = sizes[3];
    int rows = sweep.cell().gates() * hidden;
    boolean second = sweep.cell().hasCell();
    Shape states = Shape.of(samples, 2, hidden);
    Shape sequence = Shape.of(samples, sizes[1], hidden + 3);
    Recurrent recurrent = side.kernels().recurrent();
    Tensor x = side.normal(Shape.of(samples, sizes[1], sizes[2]));
    Weights weights =
        new Weights(
            scaled(side, side.weight(rows, sizes[2]), sizes[2]),
            scaled(side, side.weight(rows, hidden), hidden),
            bias ? side.weight(rows) : null,
            bias ? side.weight(rows) : null);
    States initial = new States(side.normal(states), second ? side.normal(states) : null, hidden);
    Tensor saved =
        side.numbers(
            RecurrentSizes.of(sweep.cell(), x.shape(), hidden).savedShape(),
            new float
                [(int) RecurrentSizes.of(sweep.cell(), x.shape(), hidden).savedShape().elements()]);
    recurrent.forward(
        sweep,
        x,
        weights,
        initial,
        new Outputs(
            new Channels(zeroed(side, "y", sequence), 2),
            List.of(
                new States(
                    zeroed(side, "last state", states),
                    second ? zeroed(side, "last cell", states) : null,
                    0))),
        saved);
    OutputGradients given =
        new OutputGradients(
            new Channels(side.normal(sequence), 3),
            new States(side.normal(states), second ? side.normal(states) : null, hidden));
    recurrent.backward(sweep, x, weights, saved, given, wanted(side, sweep, bias, sizes));
  }

  private static Gradients wanted(Side side, Sweep sweep, boolean bias, int... sizes) {
    int hidden = sizes[3];
    int rows = sweep.cell().gates() * hidden;
    Shape states = Shape.of(sizes[0], 2, hidden);
    return new Gradients(
        new InputGradient(
            zeroed(side, "gradient of x", Shape.of(sizes[0], sizes[1], sizes[2])),
            sweep.reversed()),
        new WeightGradients(
            side.wideResult("gradient of W", rows, sizes[2]),
            side.wideResult("gradient of U", rows, hidden),
            bias ? side.wideResult("gradient of b", rows) : null,
            bias ? side.wideResult("gradient of c", rows) : null),
        new States(
            zeroed(side, "gradient of state", states),
            sweep.cell().hasCell() ? zeroed(side, "gradient of cell", states) : null,
            0));
  }

  /** So that states do not grow from step to step. */
  private static Tensor scaled(Side side, Tensor weights, int fanIn) {
    side.kernels()
        .elementwise()
        .assign(weights, Expression.of(weights).times(1 / Math.sqrt(fanIn)));
    return weights;
  }

  private static Tensor zeroed(Side side, String name, Shape shape) {
    Tensor tensor = side.result(name, shape);
    side.kernels().memory().fill(tensor, 0);
    return tensor;
  }
}
