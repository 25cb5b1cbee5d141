package org.dsd4j.nn.layer.recurrent;

import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.LayerDescription;

/**
 * Gated recurrent units (Cho et al. 2014). {@link RecurrentLayer} documents all recurrent layers,
 * {@link RecurrentCell.GruCell} the formulas of a step. Gates r, z, n.
 */
public final class Gru extends RecurrentLayer<Gru> {
  /** A layer whose state has {@code hidden} channels. */
  public Gru(int hidden) {
    this(RecurrentSettings.of(hidden));
  }

  private Gru(RecurrentSettings settings) {
    super(new RecurrentCell.GruCell(), settings);
  }

  @Override
  protected Gru with(RecurrentSettings changed) {
    return new Gru(changed);
  }

  /** Makes the described layer. */
  public static Gru from(LayerDescription description) {
    return new Gru(RecurrentSettings.from(description));
  }
}
