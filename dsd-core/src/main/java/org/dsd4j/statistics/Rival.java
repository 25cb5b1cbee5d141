package org.dsd4j.statistics;

import org.dsd4j.internal.Check;

/**
 * Something simpler that was tried in place of the treated arm, with no more training.
 *
 * @param name what it is called, such as {@code dense stopped early}
 * @param comparison the treated arm against this rival: treated − rival
 * @param training how much training it took
 */
public record Rival(String name, AdjustedComparison comparison, Training training) {
  /** The training that a rival took. What took more than the treated arm is no rival. */
  public enum Training {
    /** As many steps as the treated arm. */
    SAME("the same training"),
    /** Fewer steps than the treated arm. */
    LESS("less training");

    private final String words;

    Training(String words) {
      this.words = words;
    }

    /** In words, such as {@code less training}. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** Checks that nothing is missing. */
  public Rival {
    Check.given("rival's comparison", comparison);
    Check.given("rival's training", training);
    Check.argument(!name.isBlank(), "rival's name", "some text", "'" + name + "'", "name it");
  }
}
