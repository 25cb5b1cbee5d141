package org.dsd4j.nn.layer.recurrent;

import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.LayerDescription;

/**
 * A simple recurrent layer (Elman 1990). {@link RecurrentLayer} documents all recurrent layers,
 * {@link RecurrentCell.PlainCell} the formulas of a step.
 */
public final class Rnn extends RecurrentLayer<Rnn> {
  private final RecurrentSettings settings;
  private final Activation activation;

  /**
   * A layer whose state has {@code hidden} channels, with the hyperbolic tangent as its activation
   * function.
   */
  public Rnn(int hidden) {
    this(RecurrentSettings.of(hidden), Activation.of(Activation.Kind.TANH));
  }

  private Rnn(RecurrentSettings settings, Activation activation) {
    super(new RecurrentCell.PlainCell(activation), settings);
    this.settings = settings;
    this.activation = activation;
  }

  @Override
  protected Rnn with(RecurrentSettings changed) {
    return new Rnn(changed, activation);
  }

  /** This layer with max(x, 0) as its activation function. */
  public Rnn relu() {
    return new Rnn(settings, Activation.of(Activation.Kind.RELU));
  }

  /**
   * This layer with min(max(x, 0), limit) as its activation function; the limit is 20 in
   * DeepSpeech.
   */
  public Rnn clippedRelu(double limit) {
    Check.positive("limit", limit);
    return new Rnn(settings, new Activation(Activation.Kind.HARD_TANH, 0, limit));
  }

  @Override
  protected String describe() {
    return switch (activation.kind()) {
      case RELU -> ", relu";
      case HARD_TANH -> ", relu up to " + activation.beta();
      default -> "";
    };
  }

  /** Makes the described layer. */
  public static Rnn from(LayerDescription description) {
    RecurrentSettings settings = RecurrentSettings.from(description);
    Rnn usual = new Rnn(settings, Activation.of(Activation.Kind.TANH));
    String function = description.text("function");
    return switch (function) {
      case "tanh" -> usual;
      case "relu" -> usual.relu();
      case "clippedRelu" -> usual.clippedRelu(description.number("limit"));
      default ->
          throw new IllegalArgumentException(
              Check.message(
                  "function of an Rnn",
                  "one of tanh, relu and clippedRelu",
                  function,
                  "check the spelling"));
    };
  }

  @Override
  protected LayerDescription described(LayerDescription description) {
    return switch (activation.kind()) {
      case RELU -> description.with("function", "relu");
      case HARD_TANH ->
          description.with("function", "clippedRelu").with("limit", activation.beta());
      default -> description.with("function", "tanh");
    };
  }
}
