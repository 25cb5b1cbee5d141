package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Activation.Kind;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** An activation function on every element: any shape to the same. */
public final class Activate implements Layer {
  private final Activation function;

  private Activate(Activation function) {
    this.function = function;
  }

  /** max(x, 0). */
  public static Activate relu() {
    return new Activate(Activation.of(Kind.RELU));
  }

  /** x above 0, slope · x below. */
  public static Activate leakyRelu(double slope) {
    return new Activate(new Activation(Kind.LEAKY_RELU, Check.notNegative("slope", slope), 0));
  }

  /** x above 0, alpha · (eˣ − 1) below (Clevert et al. 2015). */
  public static Activate elu(double alpha) {
    return new Activate(new Activation(Kind.ELU, Check.positive("alpha", alpha), 0));
  }

  /** x · Φ(x), exactly, not by the tanh approximation (Hendrycks and Gimpel 2016). */
  public static Activate gelu() {
    return new Activate(Activation.of(Kind.GELU));
  }

  /** 1 / (1 + e⁻ˣ). */
  public static Activate sigmoid() {
    return new Activate(Activation.of(Kind.SIGMOID));
  }

  /** tanh x. */
  public static Activate tanh() {
    return new Activate(Activation.of(Kind.TANH));
  }

  /** ln(1 + eˣ). */
  public static Activate softplus() {
    return new Activate(Activation.of(Kind.SOFTPLUS));
  }

  /** x / (1 + e⁻ˣ), also known as swish. */
  public static Activate silu() {
    return new Activate(Activation.of(Kind.SILU));
  }

  /** min(max(x, 0), ceiling); the ceiling is 20 in DeepSpeech (Hannun et al. 2014). */
  public static Activate clippedRelu(double ceiling) {
    return hardTanh(0, Check.positive("ceiling", ceiling));
  }

  /** x clipped to [low, high]. */
  public static Activate hardTanh(double low, double high) {
    Check.argument(low < high, "bounds", "low < high", low + ", " + high, "swap them");
    return new Activate(new Activation(Kind.HARD_TANH, low, high));
  }

  /** The function. */
  public Activation function() {
    return function;
  }

  @Override
  public Optional<Activation> activation() {
    return Optional.of(function);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.single(inputs);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().elementwise().activation(function, pass.input(), pass.output());
    if (pass.keepsNaN()) {
      pass.kernels().elementwise().keepNaN(pass.input(), pass.output());
    }
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels()
          .elementwise()
          .activationBackward(function, pass.input(), pass.output(), pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return function.needsOnlyOutput() ? Set.of(Reads.OUTPUT) : Set.of(Reads.INPUTS, Reads.OUTPUT);
  }

  @Override
  public Optional<LayerDescription> description() {
    LayerDescription description =
        LayerDescription.of(this).with("function", LayerDescription.text(function.kind()));
    return Optional.of(
        switch (function.kind()) {
          case LEAKY_RELU, ELU -> description.with("alpha", function.alpha());
          case HARD_TANH ->
              description.with("alpha", function.alpha()).with("beta", function.beta());
          case RELU, GELU, SIGMOID, TANH, SOFTPLUS, SILU -> description;
        });
  }

  /** Makes the described layer. */
  public static Activate from(LayerDescription description) {
    Kind kind = description.constant("function", Kind.class);
    return switch (kind) {
      case LEAKY_RELU -> leakyRelu(description.number("alpha"));
      case ELU -> elu(description.number("alpha"));
      case HARD_TANH -> hardTanh(description.number("alpha"), description.number("beta"));
      case RELU, GELU, SIGMOID, TANH, SOFTPLUS, SILU -> new Activate(Activation.of(kind));
    };
  }

  @Override
  public String toString() {
    String name = function.kind().name().toLowerCase(Locale.ROOT);
    return switch (function.kind()) {
      case LEAKY_RELU, ELU -> name + "(" + Numerals.text(function.alpha()) + ")";
      case HARD_TANH ->
          name
              + "("
              + Numerals.text(function.alpha())
              + ", "
              + Numerals.text(function.beta())
              + ")";
      case RELU, GELU, SIGMOID, TANH, SOFTPLUS, SILU -> name;
    };
  }
}
