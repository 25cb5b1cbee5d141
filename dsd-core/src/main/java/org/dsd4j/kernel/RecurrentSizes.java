package org.dsd4j.kernel;

import java.util.Objects;
import org.dsd4j.kernel.Recurrent.Channels;
import org.dsd4j.kernel.Recurrent.Gradients;
import org.dsd4j.kernel.Recurrent.OutputGradients;
import org.dsd4j.kernel.Recurrent.Outputs;
import org.dsd4j.kernel.Recurrent.States;
import org.dsd4j.kernel.Recurrent.Sweep;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The extents of a recurrent layer's tensors, and the layout of the saved tensor of both
 * implementations here, in rows of H elements.
 *
 * <p>First come blocks of N·T rows in the order of {@link org.dsd4j.kernel.support.PackedSteps}:
 * the values of the gates (for a GRU also the product U·h + c of the third gate; for a custom cell
 * W·x + b of all gates, then U·h + c of all), then an LSTM's hyperbolic tangents of the cell. Then
 * follow the cells, where there are any, and the states, each after N rows for the initial ones.
 *
 * @param samples N
 * @param steps T
 * @param inputs I
 * @param hidden H
 * @param cell the cell
 */
public record RecurrentSizes(int samples, int steps, int inputs, int hidden, RecurrentCell cell) {
  /** The sizes for an input [N, T, I]. */
  public static RecurrentSizes of(RecurrentCell cell, Shape x, int hidden) {
    if (x.rank() != 3) {
      throw new ShapeException(
          "input of a recurrent layer", "[samples, steps, features]", x, "pass sequences");
    }
    return new RecurrentSizes(x.extent(0), x.extent(1), x.extent(2), hidden, cell);
  }

  /**
   * The sizes of a call.
   *
   * @throws ShapeException if the weights or the saved tensor do not fit the input
   * @throws IllegalArgumentException if the lengths do not
   */
  public static RecurrentSizes of(Sweep sweep, Tensor x, Weights weights, Tensor saved) {
    RecurrentSizes sizes = of(sweep.cell(), x.shape(), weights.hidden().shape().last());
    sweep.lengths().checked(sizes.samples, sizes.steps);
    sizes.check("weights of the state", weights.hidden(), Shape.of(sizes.rows(), sizes.hidden));
    sizes.check("weights of the input", weights.input(), Shape.of(sizes.rows(), sizes.inputs));
    sizes.check("bias of the input", weights.inputBias(), Shape.of(sizes.rows()));
    sizes.check("bias of the state", weights.hiddenBias(), Shape.of(sizes.rows()));
    sizes.check("saved tensor", saved, sizes.savedShape());
    return sizes;
  }

  /** The rows of weights: one block of H for each gate. */
  public int rows() {
    return cell.gates() * hidden;
  }

  /** N·T, the largest possible number of real steps. */
  public int capacity() {
    return Math.multiplyExact(samples, steps);
  }

  /** The number of blocks of {@link #capacity} rows. */
  public int blocks() {
    if (cell instanceof RecurrentCell.CustomCell) {
      return Math.multiplyExact(2, cell.gates());
    }
    return cell instanceof RecurrentCell.PlainCell ? 0 : 4;
  }

  /** The shape of the saved tensor. */
  public Shape savedShape() {
    long rows = (long) statesRow() + samples + capacity();
    return Shape.of(Math.toIntExact(rows), hidden);
  }

  /** The row at which a block starts. */
  public int blockRow(int block) {
    return Math.multiplyExact(block, capacity());
  }

  /** The row at which an LSTM's hyperbolic tangents start. */
  public int squashedRow() {
    return blockRow(blocks());
  }

  /** The row at which the initial cells start; those after each step follow. */
  public int cellsRow() {
    boolean squashed = cell instanceof RecurrentCell.LstmCell;
    return squashed ? Math.addExact(squashedRow(), capacity()) : squashedRow();
  }

  /** The row at which the initial states start; those after each step follow. */
  public int statesRow() {
    return cell.hasCell() ? Math.addExact(cellsRow(), samples + capacity()) : blockRow(blocks());
  }

  /** Throws unless initial states and outputs fit this batch. */
  public void check(States initial, Outputs outputs) {
    check("initial state", initial);
    check("output", outputs.sequence());
    outputs.last().forEach(states -> check("final state", states));
  }

  /** Throws unless gradients fit this batch. */
  public void check(OutputGradients given, Gradients wanted) {
    check("gradient of the output", given.sequence());
    check("gradient of the final state", given.last());
    check("gradient of the initial state", wanted.initial());
    if (wanted.x() != null) {
      check("gradient of the input", wanted.x().tensor(), Shape.of(samples, steps, inputs));
    }
    check("gradient", wanted.weights().input(), Shape.of(rows(), inputs));
    check("gradient", wanted.weights().hidden(), Shape.of(rows(), hidden));
    check("gradient", wanted.weights().inputBias(), Shape.of(rows()));
    check("gradient", wanted.weights().hiddenBias(), Shape.of(rows()));
  }

  private void check(String subject, @Nullable Tensor tensor, Shape expected) {
    if (tensor != null && !tensor.shape().equals(expected)) {
      throw new ShapeException(
          subject + " of a recurrent layer",
          expected,
          tensor.shape(),
          "pass tensors for this input and state");
    }
  }

  private void check(String subject, States states) {
    check(subject, states.hidden(), samples, states.from());
    check(subject, states.cell(), samples, states.from());
    if (states.cell() != null && !cell.hasCell()) {
      throw new ShapeException(
          subject + " of " + cell, "no cell", states.cell().shape(), "pass the state alone");
    }
  }

  private void check(String subject, @Nullable Channels channels) {
    if (channels != null) {
      check(subject, channels.tensor(), capacity(), channels.from());
    }
  }

  private void check(String subject, @Nullable Tensor tensor, int vectors, int from) {
    if (tensor == null) {
      return;
    }
    long elements = tensor.shape().elements();
    if (elements % vectors != 0 || from < 0 || from + hidden > elements / vectors) {
      throw new ShapeException(
          subject + " of a recurrent layer",
          vectors + " vectors of " + hidden + " channels from number " + from + " on",
          Objects.requireNonNull(tensor).shape(),
          "pass a tensor for this batch");
    }
  }
}
