package org.dsd4j.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.kernel.Recurrent.Channels;
import org.dsd4j.kernel.Recurrent.Gradients;
import org.dsd4j.kernel.Recurrent.InputGradient;
import org.dsd4j.kernel.Recurrent.OutputGradients;
import org.dsd4j.kernel.Recurrent.Outputs;
import org.dsd4j.kernel.Recurrent.States;
import org.dsd4j.kernel.Recurrent.Sweep;
import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;

/** The tensors with which recurrent kernels are called. */
abstract class RecurrentFixture extends OpenKernels {
  static final int SAMPLES = 3;
  static final int STEPS = 5;
  static final int INPUTS = 4;
  static final int HIDDEN = 3;
  static final Lengths MIXED = Lengths.of(2, 5, 1);

  static Stream<Sweep> sweeps() {
    List<RecurrentCell> cells =
        List.of(
            new RecurrentCell.LstmCell(),
            new RecurrentCell.GruCell(),
            new RecurrentCell.PlainCell(Activation.of(Activation.Kind.TANH)),
            new RecurrentCell.PlainCell(Activation.of(Activation.Kind.RELU)),
            new RecurrentCell.PlainCell(new Activation(Activation.Kind.HARD_TANH, 0, 0.75)));
    return Stream.concat(cells.stream(), CustomCells.all().stream())
        .flatMap(cell -> Stream.of(new Sweep(cell, MIXED, false), new Sweep(cell, MIXED, true)));
  }

  Weights weights(RecurrentCell cell) {
    int rows = cell.gates() * HIDDEN;
    return new Weights(
        random(1, rows, INPUTS), random(2, rows, HIDDEN), random(3, rows), random(4, rows));
  }

  Tensor saved(RecurrentCell cell, Tensor x) {
    Tensor saved =
        memory.allocate(
            ElementType.FLOAT32, kernels.recurrent().savedShape(cell, x.shape(), HIDDEN));
    memory.fill(saved, Float.NaN);
    return saved;
  }

  /** All tensors of a forward and a backward call on a batch. */
  final class Run {
    final Sweep sweep;
    final Tensor x;
    final Weights weights;
    final Tensor saved;
    final States initial;
    final States last;
    final Tensor y;
    final OutputGradients given;
    final Gradients wanted;

    Run(Sweep sweep, int samples, int steps) {
      RecurrentCell cell = sweep.cell();
      int rows = cell.gates() * HIDDEN;
      this.sweep = sweep;
      this.x = random(10, samples, steps, INPUTS);
      this.weights = weights(cell);
      this.saved = saved(cell, x);
      this.initial = states(cell, random(11, samples, HIDDEN), random(12, samples, HIDDEN));
      this.last = states(cell, empty(samples, HIDDEN), empty(samples, HIDDEN));
      this.y = empty(samples, steps, HIDDEN);
      this.given =
          new OutputGradients(
              new Channels(random(13, samples, steps, HIDDEN), 0),
              states(cell, random(14, samples, HIDDEN), random(15, samples, HIDDEN)));
      this.wanted =
          new Gradients(
              new InputGradient(empty(samples, steps, INPUTS), false),
              new WeightGradients(
                  empty(rows, INPUTS), empty(rows, HIDDEN), empty(rows), empty(rows)),
              states(cell, empty(samples, HIDDEN), empty(samples, HIDDEN)));
    }

    private static States states(RecurrentCell cell, Tensor hidden, Tensor second) {
      return new States(hidden, cell.hasCell() ? second : null, 0);
    }

    Run run() {
      Recurrent recurrent = kernels.recurrent();
      Outputs outputs = new Outputs(new Channels(y, 0), List.of(last));
      recurrent.forward(sweep, x, weights, initial, outputs, saved);
      recurrent.backward(sweep, x, weights, saved, given, wanted);
      return this;
    }

    /** All that was computed. */
    List<Tensor> results() {
      List<Tensor> results = new ArrayList<>(perSample());
      results.addAll(
          List.of(
              wanted.weights().input(),
              wanted.weights().hidden(),
              wanted.weights().inputBias(),
              wanted.weights().hiddenBias()));
      return results;
    }

    /** What was computed of each sample. */
    List<Tensor> perSample() {
      return Stream.of(
              y,
              last.hidden(),
              last.cell(),
              wanted.x().tensor(),
              wanted.initial().hidden(),
              wanted.initial().cell())
          .filter(java.util.Objects::nonNull)
          .toList();
    }

    /** What was given of each sample. */
    List<Tensor> givenPerSample() {
      return Stream.of(
              x,
              initial.hidden(),
              initial.cell(),
              given.sequence().tensor(),
              given.last().hidden(),
              given.last().cell())
          .filter(java.util.Objects::nonNull)
          .toList();
    }
  }

  static List<float[]> values(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::toFloats).toList();
  }
}
