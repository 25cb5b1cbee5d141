package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.support.PackedSteps;
import org.dsd4j.tensor.Shape;

/**
 * The tensor that a recurrent layer saves for a batch, in parts.
 *
 * @param tensor the saved tensor
 * @param sizes the places of its parts
 * @param packed the order of its rows
 */
record StepRows(OnednnTensor tensor, RecurrentSizes sizes, PackedSteps packed) {
  /**
   * The rows of one step, [n, H] each.
   *
   * @param gates the products of the input, overwritten by the gates; for a GRU also the third
   *     product of the state; empty for a simple layer; for a custom cell the products of the
   *     input, then those of the state
   * @param squashed the hyperbolic tangent of the cell, for an LSTM only
   * @param cells the cell before and after the step, if there is one
   * @param before the state before the step
   * @param state the state after it; for a simple layer, initially the product of the input
   */
  record RowsOfStep(
      List<OnednnTensor> gates,
      List<OnednnTensor> squashed,
      List<OnednnTensor> cells,
      OnednnTensor before,
      OnednnTensor state) {}

  /** States from row {@code from} on, the initial ones being the first. */
  OnednnTensor states(int from, int count) {
    return rows(tensor, sizes.statesRow() + from, count);
  }

  /** The cells from row {@code from} on, the initial ones being the first. */
  OnednnTensor cells(int from, int count) {
    return rows(tensor, sizes.cellsRow() + from, count);
  }

  /** The first rows of a block. */
  OnednnTensor block(int number, int count) {
    return rows(tensor, sizes.blockRow(number), count);
  }

  /** The row at which the states before a step start, the initial ones being the first. */
  int before(int step) {
    return step == 0 ? 0 : after(step - 1);
  }

  /** The row at which the states after a step start, the initial ones being the first. */
  int after(int step) {
    return sizes.samples() + packed.start(step);
  }

  /** The rows of one step. */
  RowsOfStep step(int step) {
    int count = packed.active(step);
    boolean cell = sizes.cell().hasCell();
    return new RowsOfStep(
        gates(step, count),
        sizes.cell() instanceof RecurrentCell.LstmCell
            ? List.of(rows(tensor, sizes.squashedRow() + packed.start(step), count))
            : List.of(),
        cell ? List.of(cells(before(step), count), cells(after(step), count)) : List.of(),
        states(before(step), count),
        states(after(step), count));
  }

  private List<OnednnTensor> gates(int step, int count) {
    OnednnTensor[] gates = new OnednnTensor[sizes.blocks()];
    for (int block = 0; block < gates.length; block++) {
      gates[block] = rows(tensor, sizes.blockRow(block) + packed.start(step), count);
    }
    return List.of(gates);
  }

  /** A range of rows of a matrix. */
  static OnednnTensor rows(OnednnTensor matrix, int from, int count) {
    int width = matrix.shape().last();
    return matrix.part((long) from * width, Shape.of(count, width));
  }
}
