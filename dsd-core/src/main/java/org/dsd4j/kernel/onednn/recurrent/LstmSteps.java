package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.jspecify.annotations.Nullable;

/** The steps of long short-term memory; gates i, f, g, o. */
record LstmSteps(StepOperations operations, StepProducts products) implements CellSteps {
  @Override
  public void forward(
      StepRows.RowsOfStep step, List<Factor> weights, @Nullable OnednnTensor apart) {
    OnednnTensor i = step.gates().get(0);
    OnednnTensor f = step.gates().get(1);
    OnednnTensor g = step.gates().get(2);
    OnednnTensor o = step.gates().get(3);
    products.multiplyAndAdd(step.before(), weights.get(0), Squash.SIGMOID, i);
    products.multiplyAndAdd(step.before(), weights.get(1), Squash.SIGMOID, f);
    products.multiplyAndAdd(step.before(), weights.get(2), Squash.TANH, g);
    products.multiplyAndAdd(step.before(), weights.get(3), Squash.SIGMOID, o);
    OnednnTensor cell = step.cells().get(1);
    OnednnTensor squashed = step.squashed().get(0);
    operations.multiply(f, step.cells().get(0), cell);
    operations.multiplyAndAdd(i, g, cell);
    operations.squash(Squash.TANH, cell, squashed);
    operations.multiply(o, squashed, step.state());
  }

  @Override
  public void backward(StepRows.RowsOfStep step, StepGradients gradients) {
    OnednnTensor i = step.gates().get(0);
    OnednnTensor f = step.gates().get(1);
    OnednnTensor g = step.gates().get(2);
    OnednnTensor o = step.gates().get(3);
    OnednnTensor squashed = step.squashed().get(0);
    OnednnTensor cell = gradients.cell();
    operations.addGateGradient(Squash.TANH, squashed, gradients.state(), o, cell);
    List<OnednnTensor> products = gradients.products();
    operations.gateGradient(Squash.SIGMOID, i, cell, g, products.get(0));
    operations.gateGradient(Squash.SIGMOID, f, cell, step.cells().get(0), products.get(1));
    operations.gateGradient(Squash.TANH, g, cell, i, products.get(2));
    operations.gateGradient(Squash.SIGMOID, o, gradients.state(), squashed, products.get(3));
    operations.multiply(cell, f, cell);
  }
}
