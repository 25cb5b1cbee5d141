package org.dsd4j.optim;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The limit to which large gradients are reduced before a step.
 *
 * @param kind the kind of clipping
 * @param limit the largest norm or the largest absolute value
 */
public record GradientClipping(Kind kind, double limit) {
  /** The kinds of clipping. */
  public enum Kind {
    /** Gradients are not changed. */
    NONE,
    /** All gradients are scaled by one factor so that their joint L2 norm is at most the limit. */
    NORM,
    /** Each element is clamped to [−limit, limit]. */
    VALUE
  }

  /** No clipping. */
  public static GradientClipping none() {
    return new GradientClipping(Kind.NONE, 0);
  }

  /** Clipping of the joint norm of all parameters' gradients, like PyTorch's clip_grad_norm_. */
  public static GradientClipping byNorm(double limit) {
    return new GradientClipping(Kind.NORM, Check.positive("largest gradient norm", limit));
  }

  /** Clipping of each element. */
  public static GradientClipping byValue(double limit) {
    return new GradientClipping(Kind.VALUE, Check.positive("largest gradient value", limit));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case NORM -> "norm at most " + Numerals.text(limit);
      case VALUE -> "values at most " + Numerals.text(limit);
    };
  }
}
