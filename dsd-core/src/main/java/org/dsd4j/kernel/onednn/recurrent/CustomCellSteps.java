package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.onednn.heap.BlockArrays;
import org.dsd4j.kernel.onednn.heap.BlockProgram;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.support.CustomSteps;
import org.jspecify.annotations.Nullable;

/** The steps of a custom cell: its products by oneDNN, its formulas block by block in Java. */
record CustomCellSteps(RecurrentCell.CustomCell cell, StepProducts products, BlockArrays arrays)
    implements CellSteps {
  @Override
  public void forward(
      StepRows.RowsOfStep step, List<Factor> weights, @Nullable OnednnTensor biases) {
    int hidden = step.state().shape().last();
    for (int gate = 0; gate < cell.gates(); gate++) {
      OnednnTensor product = step.gates().get(productOfState(gate));
      OnednnTensor bias = CellSteps.part(biases, gate, hidden);
      products.multiply(step.before(), weights.get(gate), bias, product);
    }
    run(CustomSteps.forward(cell, values(step)));
  }

  @Override
  public void backward(StepRows.RowsOfStep step, StepGradients gradients) {
    CustomSteps.CustomGradients wanted =
        new CustomSteps.CustomGradients(
            gradients.state(),
            gradients.cell(),
            List.copyOf(gradients.products()),
            gradients.before());
    run(CustomSteps.backward(cell, values(step), wanted));
  }

  private static CustomSteps.CustomValues values(StepRows.RowsOfStep step) {
    return new CustomSteps.CustomValues(
        List.copyOf(step.gates()), List.copyOf(step.cells()), step.before(), step.state());
  }

  private void run(List<Assignment> assignments) {
    new BlockProgram(assignments, arrays).run();
  }

  @Override
  public int productOfState(int gate) {
    return cell.gates() + gate;
  }
}
