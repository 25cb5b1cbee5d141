package org.dsd4j.nn.layer.recurrent;

import java.util.Optional;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.LayerDescription;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997). {@link RecurrentLayer} documents all
 * recurrent layers, {@link RecurrentCell.LstmCell} the formulas of a step. Gates i, f, g, o.
 */
public final class Lstm extends RecurrentLayer<Lstm> {
  private final RecurrentSettings settings;
  private final Optional<Double> forgetBias;

  /** A layer whose state has {@code hidden} channels. */
  public Lstm(int hidden) {
    this(RecurrentSettings.of(hidden), Optional.empty());
  }

  private Lstm(RecurrentSettings settings, Optional<Double> forgetBias) {
    super(new RecurrentCell.LstmCell(), settings);
    this.settings = settings;
    this.forgetBias = forgetBias;
  }

  @Override
  protected Lstm with(RecurrentSettings changed) {
    return new Lstm(changed, forgetBias);
  }

  /**
   * This layer with the initial value {@code bias} for the sum of each forget gate's two biases;
   * with 1 or 2 the cells remember from the start (Jozefowicz et al. 2015).
   */
  public Lstm forgetBias(double bias) {
    return new Lstm(settings, Optional.of(bias));
  }

  @Override
  Optional<Double> forgetBias() {
    return forgetBias;
  }

  @Override
  protected String describe() {
    return forgetBias.map(bias -> ", forget bias " + bias).orElse("");
  }

  /** Makes the described layer. */
  public static Lstm from(LayerDescription description) {
    return new Lstm(
        RecurrentSettings.from(description),
        description.has("forgetBias")
            ? Optional.of(description.number("forgetBias"))
            : Optional.empty());
  }

  @Override
  protected LayerDescription described(LayerDescription description) {
    return forgetBias.map(bias -> description.with("forgetBias", bias)).orElse(description);
  }
}
