package org.dsd4j.kernel.onednn.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.heap.RowMoves;
import org.dsd4j.kernel.onednn.primitive.NativeScratch;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A recurrent layer's gradients on rows in the order of its steps. */
final class BackwardSweep {
  private final CellSteps cell;
  private final StepProducts products;
  private final NativeScratch scratch;
  private final StepRows kept;
  private final RecurrentSizes sizes;
  private final Weights weights;
  private final OnednnTensor states;
  private final OnednnTensor cells;
  private final List<OnednnTensor> ofProducts = new ArrayList<>();

  /**
   * The gradients of a batch.
   *
   * @param rows the number of rows of each product; those beyond the real steps are zero
   */
  BackwardSweep(
      CellSteps cell,
      StepProducts products,
      NativeScratch scratch,
      StepRows kept,
      Weights weights,
      int rows) {
    this.cell = cell;
    this.products = products;
    this.scratch = scratch;
    this.kept = kept;
    this.sizes = kept.sizes();
    this.weights = weights;
    int width = sizes.hidden();
    int real = kept.packed().rows();
    this.states = scratch.get("gradients of states", Shape.of(sizes.samples() + real, width));
    this.cells = scratch.get("gradients of cells", Shape.of(sizes.samples(), width));
    int count = Math.max(1, sizes.blocks());
    for (int i = 0; i < count; i++) {
      OnednnTensor all = scratch.get("gradients of products " + i, Shape.of(rows, width));
      if (rows > real) {
        RowMoves.gather(null, new int[0], StepRows.rows(all, real, rows - real));
      }
      ofProducts.add(all);
    }
  }

  /**
   * The gradients of the initial states, then of those after each step: before {@link #run} the
   * given ones, afterwards the complete ones.
   */
  OnednnTensor states() {
    return states;
  }

  /** The gradients of the last cells before {@link #run}, of the initial ones afterwards. */
  OnednnTensor cells() {
    return cells;
  }

  /** Goes from the last step to the first. */
  void run() {
    List<Factor> ofState = new ArrayList<>();
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      OnednnTensor rows = gate(OnednnTensor.of(weights.hidden()), gate);
      ofState.add(new Factor(rows, false, "weights of state " + gate));
    }
    for (int step = kept.packed().steps() - 1; step >= 0; step--) {
      int count = kept.packed().active(step);
      StepGradients gradients =
          new StepGradients(
              StepRows.rows(states, kept.after(step), count),
              StepRows.rows(cells, 0, count),
              stepOf(step, count),
              StepRows.rows(states, kept.before(step), count));
      cell.backward(kept.step(step), gradients);
      for (int gate = 0; gate < ofState.size(); gate++) {
        OnednnTensor ofProduct = gradients.products().get(cell.productOfState(gate));
        products.multiplyAndAdd(ofProduct, ofState.get(gate), Squash.NONE, gradients.before());
      }
    }
  }

  private List<OnednnTensor> stepOf(int step, int count) {
    int start = kept.packed().start(step);
    return ofProducts.stream().map(all -> StepRows.rows(all, start, count)).toList();
  }

  /** The gradients of the inputs' rows. */
  OnednnTensor inputs() {
    int rows = ofProducts.get(0).shape().extent(0);
    OnednnTensor sum = scratch.get("gradients of inputs", Shape.of(rows, sizes.inputs()));
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      OnednnTensor ofGate = gate(OnednnTensor.of(weights.input()), gate);
      Factor factor = new Factor(ofGate, false, "weights of input");
      if (gate == 0) {
        products.multiply(ofProducts.get(gate), factor, null, sum);
      } else {
        products.multiplyAndAdd(ofProducts.get(gate), factor, Squash.NONE, sum);
      }
    }
    return sum;
  }

  /**
   * The gradients of the parameters.
   *
   * @param input the input's rows, if its weights' gradient is requested
   * @param before the states before each row's step, if their weights' gradient is requested
   */
  void parameters(
      @Nullable OnednnTensor input, @Nullable OnednnTensor before, WeightGradients wanted) {
    Factor ofInput = input == null ? null : new Factor(input, false, "inputs arranged");
    Factor ofState = before == null ? null : new Factor(before, false, "states arranged");
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      int ofGate = cell.productOfState(gate);
      OnednnTensor rows = null;
      if (ofInput != null && wanted.input() != null) {
        rows = transposed(gate);
        products.multiply(rows, ofInput, null, gate(OnednnTensor.of(wanted.input()), gate));
      }
      if (ofState != null && wanted.hidden() != null) {
        rows = rows == null || ofGate != gate ? transposed(ofGate) : rows;
        products.multiply(rows, ofState, null, gate(OnednnTensor.of(wanted.hidden()), gate));
      }
      sum(gate, wanted.inputBias(), gate);
      sum(ofGate, wanted.hiddenBias(), gate);
    }
  }

  private OnednnTensor transposed(int product) {
    return products.transposed(ofProducts.get(product), "gradients transposed");
  }

  private void sum(int product, @Nullable Tensor gradient, int gate) {
    if (gradient != null) {
      int hidden = sizes.hidden();
      OnednnTensor part = OnednnTensor.of(gradient).part((long) gate * hidden, Shape.of(hidden));
      products.sumRows(ofProducts.get(product), part);
    }
  }

  private OnednnTensor gate(OnednnTensor rows, int gate) {
    return StepRows.rows(rows, gate * sizes.hidden(), sizes.hidden());
  }
}
