package org.dsd4j.kernel;

import org.dsd4j.internal.Check;

/**
 * The computation of a recurrent layer at each step, from the step's input x and the previous state
 * h.
 *
 * <p>The weights of the input W and of the state U and the biases b and c have one block of rows
 * for each gate, in PyTorch's order. Below, p₁, p₂, … are the blocks of W·x + b and q₁, q₂, … those
 * of U·h + c; σ is the logistic function, ⊙ a product of elements.
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
  record Lstm() implements RecurrentCell {
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
  record Gru() implements RecurrentCell {
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
  record Plain(Activation activation) implements RecurrentCell {
    /** Checks that the derivative can be computed from the output. */
    public Plain {
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
}
