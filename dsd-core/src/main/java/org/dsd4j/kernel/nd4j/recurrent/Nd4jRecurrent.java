package org.dsd4j.kernel.nd4j.recurrent;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import java.util.Arrays;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Products;
import org.dsd4j.kernel.Recurrent;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.nd4j.array.ArrayRows;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.kernel.support.PackedSteps;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Recurrent layers by ND4J: the products of all steps' inputs at once, then one for each gate at
 * each step.
 */
public final class Nd4jRecurrent implements Recurrent {
  private final Scratch scratch;
  private final ArrayRows rows;
  private final Elementwise elementwise;
  private final Products products;

  public Nd4jRecurrent(Scratch scratch, Elementwise elementwise, Products products) {
    this.scratch = scratch;
    this.rows = new ArrayRows(scratch);
    this.elementwise = elementwise;
    this.products = products;
  }

  @Override
  public Shape savedShape(RecurrentCell cell, Shape x, int hidden) {
    return RecurrentSizes.of(cell, x, hidden).savedShape();
  }

  @Override
  public void forward(
      Sweep sweep, Tensor x, Weights weights, States initial, Outputs outputs, Tensor saved) {
    RecurrentSizes sizes = RecurrentSizes.of(sweep, x, weights, saved);
    sizes.check(initial, outputs);
    SavedSteps kept = new SavedSteps(saved, sizes, PackedSteps.of(sweep, sizes));
    gatherStates(kept, initial.hidden(), initial.from(), kept.states(0, sizes.samples()));
    if (sizes.cell().hasCell()) {
      gatherStates(kept, initial.cell(), initial.from(), kept.cells(0, sizes.samples()));
    }
    GateWeights gates = new GateWeights(weights, sizes);
    new ForwardSteps(gates, kept, products, elementwise, scratch).run(gather(kept, x));
    write(outputs, kept);
  }

  /** The input's vectors in the order of the steps. */
  private Tensor gather(SavedSteps kept, Tensor x) {
    RecurrentSizes sizes = kept.sizes();
    PackedSteps packed = kept.packed();
    Shape shape = Shape.of(packed.rows(), sizes.inputs());
    Tensor input = Nd4jTensor.scratch(scratch, "recurrent.x", x.type(), sizes.capacity(), shape);
    rows.gather(vectors(x, sizes.capacity()), 0, packed.vectors(), matrix(input));
    return input;
  }

  /** States in the order of the sequences' positions; zeros where there are none. */
  private void gatherStates(SavedSteps kept, @Nullable Tensor states, int from, Tensor target) {
    if (states == null) {
      flat(target).assign(0);
    } else {
      INDArray vectors = vectors(states, kept.sizes().samples());
      rows.gather(vectors, from, samples(kept), matrix(target));
    }
  }

  private static int[] samples(SavedSteps kept) {
    int[] samples = new int[kept.sizes().samples()];
    Arrays.setAll(samples, kept.packed()::sample);
    return samples;
  }

  private void write(Outputs outputs, SavedSteps kept) {
    RecurrentSizes sizes = kept.sizes();
    PackedSteps packed = kept.packed();
    Tensor states = kept.states(sizes.samples(), packed.rows());
    Channels sequence = outputs.sequence();
    if (sequence != null) {
      INDArray target = vectors(sequence.tensor(), sizes.capacity());
      rows.scatter(matrix(states), packed.vectors(), false, target, sequence.from());
    }
    for (States last : outputs.last()) {
      writeLast(last.hidden(), last.from(), states, kept);
      if (last.cell() != null) {
        writeLast(last.cell(), last.from(), kept.cells(sizes.samples(), packed.rows()), kept);
      }
    }
  }

  private void writeLast(@Nullable Tensor target, int from, Tensor states, SavedSteps kept) {
    if (target != null) {
      int samples = kept.sizes().samples();
      Shape shape = Shape.of(samples, kept.sizes().hidden());
      Tensor last = Nd4jTensor.scratch(scratch, "recurrent.last", states.type(), samples, shape);
      rows.gather(matrix(states), 0, kept.packed().lastRows(), matrix(last));
      writeStates(last, kept, target, from);
    }
  }

  /** Writes states from the order of positions into that of the batch. */
  private void writeStates(Tensor states, SavedSteps kept, @Nullable Tensor target, int from) {
    if (target != null) {
      INDArray vectors = vectors(target, kept.sizes().samples());
      rows.scatter(matrix(states), samples(kept), false, vectors, from);
    }
  }

  @Override
  public void backward(
      Sweep sweep,
      Tensor x,
      Weights weights,
      Tensor saved,
      OutputGradients given,
      Gradients wanted) {
    RecurrentSizes sizes = RecurrentSizes.of(sweep, x, weights, saved);
    sizes.check(given, wanted);
    SavedSteps kept = new SavedSteps(saved, sizes, PackedSteps.of(sweep, sizes));
    GateWeights gates = new GateWeights(weights, sizes);
    BackwardSteps steps = new BackwardSteps(gates, kept, products, elementwise, scratch);
    gatherGradients(given, kept, steps);
    steps.run();
    if (wanted.x() != null) {
      INDArray target = vectors(wanted.x().tensor(), sizes.capacity());
      INDArray gradient = matrix(steps.inputs());
      rows.scatter(gradient, kept.packed().vectors(), wanted.x().added(), target, 0);
    }
    if (wanted.weights().input() != null || wanted.weights().inputBias() != null) {
      steps.inputWeights(gather(kept, x), wanted.weights());
    }
    if (wanted.weights().hidden() != null || wanted.weights().hiddenBias() != null) {
      steps.hiddenWeights(statesBefore(kept), wanted.weights());
    }
    States initial = wanted.initial();
    Tensor first = Nd4jTensor.rows(steps.states(), 0, sizes.samples());
    writeStates(first, kept, initial.hidden(), initial.from());
    writeStates(steps.cells(), kept, initial.cell(), initial.from());
  }

  /** Gathers the given gradients in the order of the steps. */
  private void gatherGradients(OutputGradients given, SavedSteps kept, BackwardSteps steps) {
    RecurrentSizes sizes = kept.sizes();
    PackedSteps packed = kept.packed();
    INDArray ofStates = matrix(steps.states());
    ofStates.assign(0);
    Channels sequence = given.sequence();
    if (sequence != null) {
      INDArray vectors = vectors(sequence.tensor(), sizes.capacity());
      Tensor after = Nd4jTensor.rows(steps.states(), sizes.samples(), packed.rows());
      rows.gather(vectors, sequence.from(), packed.vectors(), matrix(after));
    }
    States last = given.last();
    if (last.hidden() != null) {
      Tensor ordered =
          Nd4jTensor.scratch(scratch, "recurrent.last", sizes.samples(), steps.cells());
      gatherStates(kept, last.hidden(), last.from(), ordered);
      int[] lastRows = packed.lastRows();
      for (int position = 0; position < lastRows.length; position++) {
        INDArray row = ofStates.getRow((long) sizes.samples() + lastRows[position]);
        row.addi(matrix(ordered).getRow(position));
      }
    }
    gatherStates(kept, last.cell(), last.from(), steps.cells());
  }

  /** The state before each row's step. */
  private Tensor statesBefore(SavedSteps kept) {
    RecurrentSizes sizes = kept.sizes();
    int count = kept.packed().rows();
    Tensor states = kept.states(0, sizes.samples() + count);
    Tensor before =
        Nd4jTensor.scratch(
            scratch,
            "recurrent.before",
            states.type(),
            sizes.capacity(),
            Shape.of(count, sizes.hidden()));
    rows.gather(matrix(states), 0, kept.packed().previousStates(), matrix(before));
    return before;
  }

  /** A tensor as a matrix of this many rows. */
  private static INDArray vectors(Tensor tensor, int count) {
    return flat(tensor).reshape('c', new long[] {count, tensor.shape().elements() / count});
  }
}
