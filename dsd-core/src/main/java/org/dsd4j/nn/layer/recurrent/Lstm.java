package org.dsd4j.nn.layer.recurrent;

import java.util.Optional;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.LayerDescription;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997); {@link RecurrentLayer} says what all
 * recurrent layers do and {@link RecurrentCell.Lstm} what is computed at each step. Gates i, f, g,
 * o.
 */
public final class Lstm extends RecurrentLayer<Lstm> {
  private final RecurrentSettings settings;
  private final Optional<Double> forgetBias;

  /** A layer whose state has {@code hidden} channels. */
  public Lstm(int hidden) {
    this(RecurrentSettings.of(hidden), Optional.empty());
  }

  private Lstm(RecurrentSettings settings, Optional<Double> forgetBias) {
    super(new RecurrentCell.Lstm(), settings);
    this.settings = settings;
    this.forgetBias = forgetBias;
  }

  @Override
  protected Lstm with(RecurrentSettings changed) {
    return new Lstm(changed, forgetBias);
  }

  /**
   * The same with forget gates that start with this bias, the sum of both; with 1 or 2 the cells
   * remember from the start (Jozefowicz et al. 2015).
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

  /** The layer that a description is of. */
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
