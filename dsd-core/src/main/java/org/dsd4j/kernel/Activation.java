package org.dsd4j.kernel;

/**
 * An activation function with its settings.
 *
 * @param kind the function
 * @param alpha its first setting, as described by {@link Kind}; 0 if there is none
 * @param beta its second setting; 0 if there is none
 */
public record Activation(Kind kind, double alpha, double beta) {
  /** A function without settings. */
  public static Activation of(Kind kind) {
    return new Activation(kind, 0, 0);
  }

  /**
   * Whether its gradient needs no more of the forward computation than its output, so that the
   * output may be written over the input.
   */
  public boolean needsOnlyOutput() {
    return kind == Kind.RELU;
  }

  /** The functions. */
  public enum Kind {
    /** max(x, 0). */
    RELU,
    /** x above 0, alpha · x otherwise. */
    LEAKY_RELU,
    /** x above 0, alpha · (eˣ − 1) otherwise. */
    ELU,
    /** x · Φ(x), Φ being the normal distribution function (the exact form, not the tanh one). */
    GELU,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** tanh x. */
    TANH,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** x / (1 + e⁻ˣ), also known as swish. */
    SILU,
    /** x clipped to [alpha, beta]; with 0 and 20 the clipped ReLU of DeepSpeech. */
    HARD_TANH
  }
}
