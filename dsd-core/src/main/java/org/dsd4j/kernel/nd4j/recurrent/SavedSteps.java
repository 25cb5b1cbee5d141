package org.dsd4j.kernel.nd4j.recurrent;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.kernel.support.PackedSteps;
import org.dsd4j.tensor.Tensor;

/**
 * The tensor that a recurrent layer saves for a batch, in parts.
 *
 * @param tensor the saved tensor
 * @param sizes the places of its parts
 * @param packed the order of its rows
 */
record SavedSteps(Tensor tensor, RecurrentSizes sizes, PackedSteps packed) {
  /** States from row {@code from} on, the initial ones being the first. */
  Tensor states(int from, int count) {
    return Nd4jTensor.rows(tensor, sizes.statesRow() + from, count);
  }

  /** The cells from row {@code from} on, the initial ones being the first. */
  Tensor cells(int from, int count) {
    return Nd4jTensor.rows(tensor, sizes.cellsRow() + from, count);
  }

  /** The rows of all steps of a block. */
  Tensor block(int number) {
    return Nd4jTensor.rows(tensor, sizes.blockRow(number), packed.rows());
  }

  /** The row at which the states before a step start, the initial ones being the first. */
  int before(int step) {
    return step == 0 ? 0 : sizes.samples() + packed.start(step - 1);
  }

  /** The tensors of one step. */
  CellFormulas.TensorsOfStep step(int step) {
    int count = packed.active(step);
    int start = packed.start(step);
    int after = sizes.samples() + start;
    List<Tensor> gates =
        IntStream.range(0, sizes.blocks())
            .mapToObj(block -> Nd4jTensor.rows(tensor, sizes.blockRow(block) + start, count))
            .toList();
    boolean cell = sizes.cell().hasCell();
    return new CellFormulas.TensorsOfStep(
        gates,
        sizes.cell() instanceof RecurrentCell.LstmCell
            ? List.of(Nd4jTensor.rows(tensor, sizes.squashedRow() + start, count))
            : List.of(),
        cell ? List.of(cells(before(step), count), cells(after, count)) : List.of(),
        states(before(step), count),
        states(after, count));
  }
}
