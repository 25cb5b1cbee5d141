package org.dsd4j.train.record;

import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The length of a phase of training: a number of passes over the training data, and optionally a
 * rule of early stopping.
 *
 * @param count the number of epochs, or the largest with early stopping
 * @param earlyStopping the rule of early stopping
 * @param restoresBest whether the phase ends with the weights of its best epoch, not of its last
 */
public record Epochs(int count, Optional<EarlyStopping> earlyStopping, boolean restoresBest) {
  /** Checks the number. */
  public Epochs {
    Check.positive("epochs", count);
  }

  /** Exactly {@code count} epochs. For use in builders: {@code epochs(60)}. */
  public static Epochs epochs(int count) {
    return new Epochs(count, Optional.empty(), false);
  }

  /** Stops after {@code patience} epochs in a row without an improvement. */
  public Epochs earlyStopping(int patience) {
    return earlyStopping(new EarlyStopping(patience, 0));
  }

  /** Stops by this rule. */
  public Epochs earlyStopping(EarlyStopping rule) {
    return new Epochs(count, Optional.of(Check.given("rule to stop by", rule)), restoresBest);
  }

  /** Ends with the weights of the best epoch. */
  public Epochs restoringBest() {
    return new Epochs(count, earlyStopping, true);
  }

  /** A copy with this number of epochs, the largest number with early stopping. */
  public Epochs lasting(int epochs) {
    return new Epochs(epochs, earlyStopping, restoresBest);
  }

  /** A copy with exactly this number of epochs, without early stopping. */
  public Epochs stoppedAfter(int epochs) {
    return new Epochs(epochs, Optional.empty(), restoresBest);
  }

  /** For example {@code at most 60 epochs, stops after 3 epochs without gain, best restored}. */
  @Override
  public String toString() {
    return (earlyStopping.isPresent() ? "at most " : "")
        + Numerals.counted(count, "epoch")
        + earlyStopping.map(rule -> ", " + rule).orElse("")
        + (restoresBest ? ", best restored" : "");
  }
}
