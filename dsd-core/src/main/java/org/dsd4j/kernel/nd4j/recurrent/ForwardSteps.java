package org.dsd4j.kernel.nd4j.recurrent;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Products;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** A recurrent layer's forward computation on rows in the order of its steps. */
final class ForwardSteps {
  private final GateWeights weights;
  private final SavedSteps kept;
  private final RecurrentSizes sizes;
  private final Products products;
  private final Elementwise elementwise;
  private final Scratch scratch;

  ForwardSteps(
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
  }

  /** Computes all states after the initial ones from the input's rows. */
  void run(Tensor input) {
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      products.linear(input, weights.input(gate), weights.inputBias(gate), ofInput(gate));
    }
    for (int step = 0; step < kept.packed().steps(); step++) {
      CellFormulas.TensorsOfStep values = kept.step(step);
      elementwise.run(CellFormulas.forward(sizes.cell(), values, ofState(values.before())));
    }
  }

  private Tensor ofInput(int gate) {
    return sizes.cell() instanceof RecurrentCell.PlainCell
        ? kept.states(sizes.samples(), kept.packed().rows())
        : kept.block(gate);
  }

  /** The products of the state for all gates, computed as one. */
  private List<Tensor> ofState(Tensor state) {
    int hidden = sizes.hidden();
    Shape shape = Shape.of(state.shape().extent(0), sizes.rows());
    Tensor all =
        Nd4jTensor.scratch(scratch, "recurrent.product", state.type(), sizes.samples(), shape);
    products.linear(state, weights.hidden(), weights.hiddenBias(), all);
    return IntStream.range(0, sizes.cell().gates())
        .mapToObj(gate -> Nd4jTensor.columns(all, gate * hidden, hidden))
        .toList();
  }
}
