package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.onednn.heap.BlockArrays;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** One step of a recurrent cell and its gradients. */
interface CellSteps {
  /** The steps of this cell. */
  static CellSteps of(RecurrentCell cell, StepOperations operations, StepProducts products) {
    if (cell instanceof RecurrentCell.LstmCell) {
      return new LstmSteps(operations, products);
    }
    if (cell instanceof RecurrentCell.GruCell) {
      return new GruSteps(operations, products);
    }
    if (cell instanceof RecurrentCell.CustomCell custom) {
      return new CustomCellSteps(custom, products, new BlockArrays());
    }
    RecurrentCell.PlainCell plain = (RecurrentCell.PlainCell) cell;
    return new PlainSteps(Squash.of(plain.activation()), operations, products);
  }

  /**
   * Computes a step from the products of the input.
   *
   * @param weights the weights of the state, transposed, for each gate
   * @param biases of the state for all gates, for products {@linkplain #isApart apart}; null if
   *     there are none
   */
  void forward(StepRows.RowsOfStep step, List<Factor> weights, @Nullable OnednnTensor biases);

  /** Computes the gradients of the products, and those that do not pass through a product. */
  void backward(StepRows.RowsOfStep step, StepGradients gradients);

  /** The product whose gradient is that of the state's part in a gate. */
  default int productOfState(int gate) {
    return gate;
  }

  /** Whether a gate's product of the state is not added to that of the input. */
  default boolean isApart(int gate) {
    return productOfState(gate) != gate;
  }

  /** The part of the biases that belongs to a gate of {@code hidden} elements. */
  static @Nullable OnednnTensor part(@Nullable OnednnTensor biases, int gate, int hidden) {
    return biases == null ? null : biases.part((long) gate * hidden, Shape.of(hidden));
  }
}
