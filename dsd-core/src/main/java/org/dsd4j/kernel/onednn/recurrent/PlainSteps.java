package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.jspecify.annotations.Nullable;

/** The steps of a simple recurrent layer. */
record PlainSteps(Squash squash, StepOperations operations, StepProducts products)
    implements CellSteps {
  @Override
  public void forward(
      StepRows.RowsOfStep step, List<Factor> weights, @Nullable OnednnTensor apart) {
    products.multiplyAndAdd(step.before(), weights.get(0), squash, step.state());
  }

  @Override
  public void backward(StepRows.RowsOfStep step, StepGradients gradients) {
    operations.squashGradient(squash, step.state(), gradients.state(), gradients.products().get(0));
  }
}
