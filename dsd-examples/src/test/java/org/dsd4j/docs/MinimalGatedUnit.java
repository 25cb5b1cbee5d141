package org.dsd4j.docs;

import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.layer.recurrent.RecurrentLayer;
import org.dsd4j.nn.layer.recurrent.RecurrentSettings;
import org.dsd4j.nn.spec.LayerDescription;

/**
 * Minimal gated units (Zhou et al. 2016), the forget gate after the product as in a {@code Gru}.
 */
public final class MinimalGatedUnit extends RecurrentLayer<MinimalGatedUnit> {
  /** The cell, with two gates. */
  private record Cell() implements RecurrentCell.CustomCell {
    @Override
    public int gates() {
      return 2;
    }

    @Override
    public RecurrentCell.CellStates after(RecurrentCell.CellStep step) {
      Expression forget = step.sum(0).sigmoid();
      Expression proposed = step.ofInput(1).plus(forget.times(step.ofState(1))).tanh();
      Expression change = proposed.minus(step.state());
      return RecurrentCell.CellStates.of(step.state().plus(forget.times(change)));
    }
  }

  /** A layer whose state has {@code hidden} channels. */
  public MinimalGatedUnit(int hidden) {
    this(RecurrentSettings.of(hidden));
  }

  private MinimalGatedUnit(RecurrentSettings settings) {
    super(new Cell(), settings);
  }

  @Override
  protected MinimalGatedUnit with(RecurrentSettings settings) {
    return new MinimalGatedUnit(settings);
  }

  /** The layer that a description is of. */
  public static MinimalGatedUnit from(LayerDescription description) {
    return new MinimalGatedUnit(RecurrentSettings.from(description));
  }
}
