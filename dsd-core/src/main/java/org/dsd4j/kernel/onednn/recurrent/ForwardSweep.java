package org.dsd4j.kernel.onednn.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.primitive.NativeScratch;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** A recurrent layer's forward computation on rows in the order of its steps. */
final class ForwardSweep {
  private final CellSteps cell;
  private final StepProducts products;
  private final NativeScratch scratch;
  private final StepRows kept;
  private final RecurrentSizes sizes;
  private final OnednnTensor inputWeights;
  private final OnednnTensor hiddenWeights;
  private final @Nullable OnednnTensor bias;
  private final @Nullable OnednnTensor ofState;

  ForwardSweep(
      CellSteps cell,
      StepProducts products,
      NativeScratch scratch,
      StepRows kept,
      Weights weights) {
    this.cell = cell;
    this.products = products;
    this.scratch = scratch;
    this.kept = kept;
    this.sizes = kept.sizes();
    this.inputWeights = OnednnTensor.of(weights.input());
    this.hiddenWeights = OnednnTensor.of(weights.hidden());
    if (weights.inputBias() == null || weights.hiddenBias() == null) {
      this.bias = null;
      this.ofState = null;
    } else {
      this.ofState = OnednnTensor.of(weights.hiddenBias());
      this.bias = sum(OnednnTensor.of(weights.inputBias()), ofState);
    }
  }

  /** The sum of both biases, except for gates whose product of the state is kept apart. */
  private OnednnTensor sum(OnednnTensor ofInput, OnednnTensor ofState) {
    float[] sum = ofInput.toFloats();
    float[] added = ofState.toFloats();
    for (int i = 0; i < sum.length; i++) {
      if (!cell.isApart(i / sizes.hidden())) {
        sum[i] += added[i];
      }
    }
    OnednnTensor bias = scratch.get("bias", Shape.of(sum.length));
    bias.set(sum);
    return bias;
  }

  /** Computes all states after the initial ones from the input's rows. */
  void run(OnednnTensor input) {
    int rows = input.shape().extent(0);
    List<Factor> factors = new ArrayList<>();
    for (int gate = 0; gate < sizes.cell().gates(); gate++) {
      Factor ofInput = new Factor(gate(inputWeights, gate), true, "weights of input");
      OnednnTensor target =
          sizes.cell() instanceof RecurrentCell.PlainCell
              ? kept.states(sizes.samples(), rows)
              : kept.block(gate, rows);
      products.multiply(input, ofInput, CellSteps.part(bias, gate, sizes.hidden()), target);
      factors.add(new Factor(gate(hiddenWeights, gate), true, "weights of state " + gate));
    }
    for (int step = 0; step < kept.packed().steps(); step++) {
      cell.forward(kept.step(step), factors, ofState);
    }
  }

  private OnednnTensor gate(OnednnTensor weights, int gate) {
    return StepRows.rows(weights, gate * sizes.hidden(), sizes.hidden());
  }
}
