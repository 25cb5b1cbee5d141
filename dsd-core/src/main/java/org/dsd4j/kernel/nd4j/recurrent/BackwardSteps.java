package org.dsd4j.kernel.nd4j.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Products;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** A recurrent layer's gradients on rows in the order of its steps. */
final class BackwardSteps {
  private final GateWeights weights;
  private final SavedSteps kept;
  private final RecurrentSizes sizes;
  private final Products products;
  private final Elementwise elementwise;
  private final Scratch scratch;
  private final Tensor states;
  private final Tensor cells;
  private final List<Tensor> ofProducts = new ArrayList<>();

  BackwardSteps(
      GateWeights weights,
      SavedSteps kept,
      Products products,
      Elementwise elementwise,
      Scratch scratch) {
    this.weights = weights;
    this.kept = kept;
    this.sizes = kept.sizes();
    this.products = products;
    this.elementwise = elementwise;
    this.scratch = scratch;
    int samples = sizes.samples();
    int rows = kept.packed().rows();
    this.states = rows("recurrent.ofStates", samples + sizes.capacity(), samples + rows);
    this.cells = rows("recurrent.ofCells", samples, samples);
    int count = Math.max(1, sizes.blocks());
    for (int i = 0; i < count; i++) {
      ofProducts.add(rows("recurrent.ofProduct" + i, sizes.capacity(), rows));
    }
  }

  private Tensor rows(String slot, int capacity, int count) {
    Shape shape = Shape.of(count, sizes.hidden());
    return Nd4jTensor.scratch(scratch, slot, kept.tensor().type(), capacity, shape);
  }

  /**
   * The gradients of the initial states, then of those after each step: before {@link #run} the
   * given ones, afterwards the complete ones.
   */
  Tensor states() {
    return states;
  }

  /** The gradients of the last cells before {@link #run}, of the initial ones afterwards. */
  Tensor cells() {
    return cells;
  }

  /** Goes from the last step to the first. */
  void run() {
    for (int step = kept.packed().steps() - 1; step >= 0; step--) {
      int count = kept.packed().active(step);
      Tensor before = Nd4jTensor.rows(states, kept.before(step), count);
      elementwise.run(
          CellFormulas.backward(sizes.cell(), kept.step(step), gradients(step, before)));
      Tensor part = rows("recurrent.part", sizes.samples(), count);
      ProductGradients wanted = new ProductGradients(part, null, null);
      products.linearBackward(part, weights.hidden(), ofState(step), wanted);
      elementwise.assign(before, Expression.of(before).plus(Expression.of(part)));
    }
  }

  /** The gradients of the products of the state for all gates, side by side. */
  private Tensor ofState(int step) {
    int count = kept.packed().active(step);
    Shape shape = Shape.of(count, sizes.rows());
    Tensor all =
        Nd4jTensor.scratch(
            scratch, "recurrent.product", kept.tensor().type(), sizes.samples(), shape);
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      Tensor columns = Nd4jTensor.columns(all, gate * sizes.hidden(), sizes.hidden());
      Nd4jTensor.array(columns)
          .assign(Nd4jTensor.array(stepOf(ofProducts.get(hiddenBlock(gate)), step)));
    }
    return all;
  }

  private CellFormulas.GradientsOfStep gradients(int step, Tensor before) {
    int count = kept.packed().active(step);
    int after = sizes.samples() + kept.packed().start(step);
    return new CellFormulas.GradientsOfStep(
        Nd4jTensor.rows(states, after, count),
        Nd4jTensor.rows(cells, 0, count),
        ofProducts.stream().map(all -> stepOf(all, step)).toList(),
        before);
  }

  private Tensor stepOf(Tensor all, int step) {
    return Nd4jTensor.rows(all, kept.packed().start(step), kept.packed().active(step));
  }

  /**
   * A GRU's third product of the state has a gradient of its own, and so have all products of a
   * custom cell.
   */
  private int hiddenBlock(int gate) {
    if (sizes.cell() instanceof RecurrentCell.CustomCell) {
      return sizes.cell().gates() + gate;
    }
    return sizes.cell() instanceof RecurrentCell.GruCell && gate == 2 ? 3 : gate;
  }

  /** The gradients of the inputs' rows. */
  Tensor inputs() {
    int rows = kept.packed().rows();
    Tensor sum = inputRows("recurrent.ofInput", rows);
    Tensor part = inputRows("recurrent.ofInputPart", rows);
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      Tensor target = gate == 0 ? sum : part;
      products.linearBackward(
          target,
          weights.input(gate),
          ofProducts.get(gate),
          new ProductGradients(target, null, null));
      if (gate > 0) {
        elementwise.assign(sum, Expression.of(sum).plus(Expression.of(part)));
      }
    }
    return sum;
  }

  private Tensor inputRows(String slot, int rows) {
    Shape shape = Shape.of(rows, sizes.inputs());
    return Nd4jTensor.scratch(scratch, slot, kept.tensor().type(), sizes.capacity(), shape);
  }

  /** The gradients of the input's weights and bias from the input's rows. */
  void inputWeights(Tensor input, WeightGradients wanted) {
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      products.linearBackward(
          input, weights.input(gate), ofProducts.get(gate), weights.inputGradients(wanted, gate));
    }
  }

  /** The gradients of the state's weights and bias from the rows of the states before. */
  void hiddenWeights(Tensor before, WeightGradients wanted) {
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      products.linearBackward(
          before,
          weights.hidden(gate),
          ofProducts.get(hiddenBlock(gate)),
          weights.hiddenGradients(wanted, gate));
    }
  }
}
