package org.dsd4j.kernel.onednn.recurrent;

import java.util.Arrays;
import org.dsd4j.kernel.Recurrent;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.heap.RowMoves;
import org.dsd4j.kernel.onednn.heap.RowMoves.Vectors;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Formats;
import org.dsd4j.kernel.onednn.primitive.NativeScratch;
import org.dsd4j.kernel.support.PackedSteps;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers by oneDNN's products: of all steps' inputs at once, then one for each gate at
 * each step, fused with the gate's function. They compute in single precision; inputs and outputs
 * may be in bfloat16.
 */
public final class OnednnRecurrent implements Recurrent {
  private static final int VECTOR = 32;
  private static final int PARTS = 16;

  private final NativeScratch scratch;
  private final StepOperations operations;
  private final StepProducts products;

  public OnednnRecurrent(Calls calls, NativeScratch scratch) {
    this.scratch = scratch;
    this.operations = new StepOperations(calls);
    this.products = new StepProducts(calls, scratch);
  }

  @Override
  public Shape savedShape(RecurrentCell cell, Shape x, int hidden) {
    return RecurrentSizes.of(cell, x, hidden).savedShape();
  }

  @Override
  public void forward(
      Sweep sweep, Tensor x, Weights weights, States initial, Outputs outputs, Tensor saved) {
    StepRows kept = kept(sweep, x, weights, saved);
    kept.sizes().check(initial, outputs);
    int samples = kept.sizes().samples();
    gatherStates(kept, initial.hidden(), initial.from(), kept.states(0, samples));
    if (kept.sizes().cell().hasCell()) {
      gatherStates(kept, initial.cell(), initial.from(), kept.cells(0, samples));
    }
    CellSteps cell = CellSteps.of(sweep.cell(), operations, products);
    new ForwardSweep(cell, products, scratch, kept, weights).run(gather(kept, x));
    write(outputs, kept);
  }

  private static StepRows kept(Sweep sweep, Tensor x, Weights weights, Tensor saved) {
    RecurrentSizes sizes = RecurrentSizes.of(sweep, x, weights, saved);
    Formats.type(x.type());
    requireSingle(saved);
    requireSingle(weights.input());
    return new StepRows(OnednnTensor.of(saved), sizes, PackedSteps.of(sweep, sizes));
  }

  private static void requireSingle(Tensor tensor) {
    if (tensor.type() != ElementType.FLOAT32) {
      throw new IllegalArgumentException(
          "recurrent layer: expected weights and saved tensors in FLOAT32, received "
              + tensor
              + "; compute in double precision on ND4J's kernels");
    }
  }

  /**
   * The number of rows of a product: the number of real steps, rounded up, since each number of
   * rows needs primitives of its own.
   */
  private static int rows(StepRows kept) {
    int capacity = kept.sizes().capacity();
    int part = (capacity / PARTS + VECTOR) / VECTOR * VECTOR;
    int rounded = (kept.packed().rows() + part - 1) / part * part;
    return Math.min(capacity, rounded);
  }

  /** The input's vectors in the order of the steps. */
  private OnednnTensor gather(StepRows kept, Tensor x) {
    OnednnTensor input = scratch.get("inputs", Shape.of(rows(kept), kept.sizes().inputs()));
    Vectors vectors = new Vectors(x, kept.sizes().capacity(), 0);
    RowMoves.gather(vectors, kept.packed().vectors(), input);
    return input;
  }

  /** States in the order of the sequences' positions; zeros where there are none. */
  private static void gatherStates(
      StepRows kept, @Nullable Tensor states, int from, OnednnTensor target) {
    RowMoves.gather(vectors(states, kept.sizes().samples(), from), samples(kept), target);
  }

  private static @Nullable Vectors vectors(@Nullable Tensor tensor, int count, int from) {
    return tensor == null ? null : new Vectors(tensor, count, from);
  }

  private static int[] samples(StepRows kept) {
    int[] samples = new int[kept.sizes().samples()];
    Arrays.setAll(samples, kept.packed()::sample);
    return samples;
  }

  private void write(Outputs outputs, StepRows kept) {
    RecurrentSizes sizes = kept.sizes();
    int rows = kept.packed().rows();
    OnednnTensor states = kept.states(sizes.samples(), rows);
    Channels sequence = outputs.sequence();
    if (sequence != null) {
      Vectors target = new Vectors(sequence.tensor(), sizes.capacity(), sequence.from());
      RowMoves.scatter(states, kept.packed().vectors(), false, target);
    }
    for (States last : outputs.last()) {
      writeLast(last.hidden(), last.from(), states, kept);
      if (last.cell() != null) {
        writeLast(last.cell(), last.from(), kept.cells(sizes.samples(), rows), kept);
      }
    }
  }

  private void writeLast(@Nullable Tensor target, int from, OnednnTensor states, StepRows kept) {
    if (target != null) {
      OnednnTensor last = perSample(kept, "last states");
      Vectors rows = new Vectors(states, kept.packed().rows(), 0);
      RowMoves.gather(rows, kept.packed().lastRows(), last);
      writeStates(last, kept, target, from);
    }
  }

  private OnednnTensor perSample(StepRows kept, String name) {
    return scratch.get(name, Shape.of(kept.sizes().samples(), kept.sizes().hidden()));
  }

  /** Writes states from the order of positions into that of the batch. */
  private static void writeStates(
      OnednnTensor states, StepRows kept, @Nullable Tensor target, int from) {
    if (target != null) {
      Vectors vectors = new Vectors(target, kept.sizes().samples(), from);
      RowMoves.scatter(states, samples(kept), false, vectors);
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
    StepRows kept = kept(sweep, x, weights, saved);
    kept.sizes().check(given, wanted);
    CellSteps cell = CellSteps.of(sweep.cell(), operations, products);
    BackwardSweep steps = new BackwardSweep(cell, products, scratch, kept, weights, rows(kept));
    gatherGradients(given, kept, steps);
    steps.run();
    if (wanted.x() != null) {
      Vectors target = new Vectors(wanted.x().tensor(), kept.sizes().capacity(), 0);
      int[] vectors = kept.packed().vectors();
      RowMoves.scatter(steps.inputs(), vectors, wanted.x().added(), target);
    }
    WeightGradients ofWeights = wanted.weights();
    steps.parameters(
        ofWeights.input() == null ? null : gather(kept, x),
        ofWeights.hidden() == null ? null : statesBefore(kept),
        ofWeights);
    States initial = wanted.initial();
    OnednnTensor first = StepRows.rows(steps.states(), 0, kept.sizes().samples());
    writeStates(first, kept, initial.hidden(), initial.from());
    writeStates(steps.cells(), kept, initial.cell(), initial.from());
  }

  /** Gathers the given gradients in the order of the steps. */
  private void gatherGradients(OutputGradients given, StepRows kept, BackwardSweep steps) {
    RecurrentSizes sizes = kept.sizes();
    PackedSteps packed = kept.packed();
    gatherStates(kept, null, 0, StepRows.rows(steps.states(), 0, sizes.samples()));
    Channels sequence = given.sequence();
    Vectors vectors =
        sequence == null ? null : new Vectors(sequence.tensor(), sizes.capacity(), sequence.from());
    OnednnTensor after = StepRows.rows(steps.states(), sizes.samples(), packed.rows());
    RowMoves.gather(vectors, packed.vectors(), after);
    States last = given.last();
    if (last.hidden() != null) {
      OnednnTensor ordered = perSample(kept, "last states");
      gatherStates(kept, last.hidden(), last.from(), ordered);
      RowMoves.add(ordered, packed.lastRows(), after);
    }
    gatherStates(kept, last.cell(), last.from(), steps.cells());
  }

  /** The state before each row's step. */
  private OnednnTensor statesBefore(StepRows kept) {
    RecurrentSizes sizes = kept.sizes();
    if (kept.packed().isWhole()) {
      return kept.states(0, sizes.capacity());
    }
    int count = sizes.samples() + kept.packed().rows();
    OnednnTensor before = scratch.get("states before", Shape.of(rows(kept), sizes.hidden()));
    Vectors states = new Vectors(kept.states(0, count), count, 0);
    RowMoves.gather(states, kept.packed().previousStates(), before);
    return before;
  }
}
