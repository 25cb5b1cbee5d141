package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * The computation of a recurrent layer at each step, from the step's input x and the previous state
 * h.
 *
 * <p>The weights of the input W and of the state U and the biases b and c have one block of rows
 * for each gate, in PyTorch's order. Below, p₁, p₂, … are the blocks of W·x + b and q₁, q₂, … those
 * of U·h + c; σ is the logistic function, ⊙ a product of elements.
 *
 * <p>The library's cells have code of their own in the kernels; {@link CustomCell} takes any other.
 */
public sealed interface RecurrentCell {
  /** The number of gates: blocks of rows in weights and biases. */
  int gates();

  /** Whether there is a second state beside the output, the LSTM's cell. */
  default boolean hasCell() {
    return false;
  }

  /**
   * Long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates as Gers et al.
   * 2000). With i = σ(p₁ + q₁), f = σ(p₂ + q₂), g = tanh(p₃ + q₃) and o = σ(p₄ + q₄), the cell
   * becomes f ⊙ cell + i ⊙ g and the state o ⊙ tanh(cell).
   */
  record LstmCell() implements RecurrentCell {
    @Override
    public int gates() {
      return 4;
    }

    @Override
    public boolean hasCell() {
      return true;
    }
  }

  /**
   * A gated recurrent unit (Cho et al. 2014), the reset gate after the product, as in PyTorch and
   * cuDNN. With r = σ(p₁ + q₁), z = σ(p₂ + q₂) and n = tanh(p₃ + r ⊙ q₃), the state becomes (1 − z)
   * ⊙ n + z ⊙ h.
   */
  record GruCell() implements RecurrentCell {
    @Override
    public int gates() {
      return 3;
    }
  }

  /**
   * A simple recurrent layer (Elman 1990): the state becomes f(p₁ + q₁).
   *
   * @param activation f: tanh, ReLU or a HARD_TANH from 0 on, which is a clipped ReLU
   */
  record PlainCell(Activation activation) implements RecurrentCell {
    /** Checks that the derivative can be computed from the output. */
    public PlainCell {
      boolean known =
          switch (activation.kind()) {
            case TANH, RELU -> true;
            case HARD_TANH -> activation.alpha() == 0 && activation.beta() > 0;
            default -> false;
          };
      Check.argument(
          known,
          "activation of a recurrent layer",
          "TANH, RELU or HARD_TANH from 0 to a number above 0",
          activation,
          "pass one of them");
    }

    @Override
    public int gates() {
      return 1;
    }
  }

  /**
   * Any other cell: formulas for the states after a step. All kernels evaluate them, and derive the
   * gradients from them by the chain rule.
   *
   * <p>For example the state of a simple layer with a leak of a half, which has one gate:
   *
   * <pre>{@code
   * return CellStates.of(step.state().plus(step.sum(0).tanh()).times(0.5));
   * }</pre>
   */
  non-sealed interface CustomCell extends RecurrentCell {
    /**
     * The states after a step. The same formulas at each call: where a formula needs settings, they
     * are fields that never change.
     *
     * @param step the values before the step
     * @return the state, and the second state exactly if {@link #hasCell()}
     */
    CellStates after(CellStep step);
  }

  /**
   * The values from which a {@link CustomCell} computes a step, one row for each sequence that has
   * the step: all are [n, H], and so are the results.
   *
   * @param inputs W·x + b, one block for each gate
   * @param products U·h + c, likewise
   * @param state h, the state before the step
   * @param cellOrNull the second state before the step; null if there is none
   */
  record CellStep(
      List<Expression> inputs,
      List<Expression> products,
      Expression state,
      @Nullable Expression cellOrNull) {
    /** The block of W·x + b of a gate, counted from 0. */
    public Expression ofInput(int gate) {
      return inputs.get(gate);
    }

    /** The block of U·h + c of a gate, counted from 0. */
    public Expression ofState(int gate) {
      return products.get(gate);
    }

    /** The block of W·x + b + U·h + c of a gate, counted from 0. */
    public Expression sum(int gate) {
      return ofInput(gate).plus(ofState(gate));
    }

    /**
     * The second state before the step.
     *
     * @throws IllegalStateException if the cell has none
     */
    public Expression cell() {
      if (cellOrNull == null) {
        throw new IllegalStateException(
            Check.message(
                "second state of a recurrent cell",
                "a cell that has one",
                "none",
                "let hasCell() return true"));
      }
      return cellOrNull;
    }
  }

  /**
   * The states after a step of a {@link CustomCell}.
   *
   * @param state the state, which is the output
   * @param cell the second state; null if there is none
   */
  record CellStates(Expression state, @Nullable Expression cell) {
    /** The state of a cell that has no other. */
    public static CellStates of(Expression state) {
      return new CellStates(state, null);
    }
  }
}
