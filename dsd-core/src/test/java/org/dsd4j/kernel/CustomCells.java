package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.kernel.RecurrentCell.CellStates;
import org.dsd4j.kernel.RecurrentCell.CellStep;
import org.dsd4j.kernel.RecurrentCell.CustomCell;

/** Recurrent cells stated as formulas, as users state theirs. */
public final class CustomCells {
  private CustomCells() {}

  /** All of them. */
  static List<RecurrentCell> all() {
    return List.of(new Lstm(), new Gru(), new Clipped());
  }

  /** The cell {@link RecurrentCell.LstmCell}. */
  public record Lstm() implements CustomCell {
    @Override
    public int gates() {
      return 4;
    }

    @Override
    public boolean hasCell() {
      return true;
    }

    @Override
    public CellStates after(CellStep step) {
      Expression kept = step.sum(1).sigmoid().times(step.cell());
      Expression cell = kept.plus(step.sum(0).sigmoid().times(step.sum(2).tanh()));
      return new CellStates(step.sum(3).sigmoid().times(cell.tanh()), cell);
    }
  }

  /** The cell {@link RecurrentCell.GruCell}. */
  public record Gru() implements CustomCell {
    @Override
    public int gates() {
      return 3;
    }

    @Override
    public CellStates after(CellStep step) {
      Expression reset = step.sum(0).sigmoid();
      Expression kept = step.sum(1).sigmoid();
      Expression proposed = step.ofInput(2).plus(reset.times(step.ofState(2))).tanh();
      return CellStates.of(proposed.plus(kept.times(step.state().minus(proposed))));
    }
  }

  /** A rectified cell whose second gate reads nothing but the input, with a sum as second state. */
  public record Clipped() implements CustomCell {
    @Override
    public int gates() {
      return 2;
    }

    @Override
    public boolean hasCell() {
      return true;
    }

    @Override
    public CellStates after(CellStep step) {
      Expression state = step.sum(0).max(step.ofInput(1).abs()).clamp(0, 0.75);
      return new CellStates(state.times(0.5), step.cell().times(0.5).plus(step.state()));
    }
  }
}
