package org.dsd4j.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dsd4j.internal.Check;

/**
 * What was found out about an arm: whether it does better than its control, and what else does.
 *
 * @param againstControl the treated arm against its control
 * @param rivals what else was tried on the same seeds with the same training or less; may be empty
 * @param scale how the values are read
 */
public record Finding(AdjustedComparison againstControl, List<Rival> rivals, Scale scale) {
  /** Copies the rivals. */
  public Finding {
    Check.given("comparison with the control", againstControl);
    Check.given("scale", scale);
    rivals = List.copyOf(rivals);
  }

  /** The verdict on the treated arm against its control. */
  public Verdict verdict() {
    return Verdict.of(againstControl, scale.higherIsBetter());
  }

  /**
   * The verdict on the treated arm against a rival. Only where it is {@link Verdict#BETTER} does
   * the rival do less well.
   */
  public Verdict against(Rival rival) {
    return Verdict.of(rival.comparison(), scale.higherIsBetter());
  }

  /**
   * The rival to name: of those that do as well or better the best one; if there is none, one of
   * which too few seeds were tried to tell; if there is none either, the closest one.
   *
   * @return the rival; empty if none was tried
   */
  public Optional<Rival> bestRival() {
    return rivals.stream()
        .min(Comparator.comparingInt(this::place).thenComparingDouble(this::gainOver));
  }

  /** Whether a rival is not seen to do less well than the treated arm. */
  public boolean isRivalled() {
    return rivals.stream().anyMatch(rival -> place(rival) == 0);
  }

  private int place(Rival rival) {
    return switch (against(rival)) {
      case WORSE, NO_DIFFERENCE_SEEN -> 0;
      case TOO_FEW_SEEDS -> 1;
      case BETTER -> 2;
    };
  }

  private double gainOver(Rival rival) {
    return gains(rival.comparison()).meanDifference();
  }

  private PairedComparison gains(AdjustedComparison comparison) {
    return scale.gains(comparison.comparison());
  }

  /**
   * The verdict in words, which always say what else does as well: {@code better than the control
   * by 13.2 points [12.4, 14.0], p = 4e-11 (Holm over 12), 10 of 10 seeds; but 'dense stopped
   * early' does as well with less training (behind by 0.3 points [-0.2, 0.8])}. Intervals are of 95
   * %.
   */
  public String text() {
    return controlText() + "; " + bestRival().map(this::rivalText).orElse("no rival was tried");
  }

  /** The {@linkplain #text verdict in words}. */
  @Override
  public String toString() {
    return text();
  }

  private String controlText() {
    PairedComparison gain = gains(againstControl);
    int seeds = gain.pairs();
    return switch (verdict()) {
      case BETTER ->
          "better than the control by %s, %s, %s of %s seeds"
              .formatted(scale.text(gain, false), p(againstControl), gain.higher(), seeds);
      case WORSE ->
          "worse than the control by %s, %s, %s of %s seeds"
              .formatted(scale.text(gain.swapped(), false), p(againstControl), gain.lower(), seeds);
      case NO_DIFFERENCE_SEEN ->
          "no difference to the control seen: %s, %s, gain in %s of %s seeds"
              .formatted(scale.text(gain, true), p(againstControl), gain.higher(), seeds);
      case TOO_FEW_SEEDS ->
          "too few seeds for a verdict (%s of at least %s): %s against the control"
              .formatted(seeds, Verdict.FEWEST_PAIRS, scale.text(gain, true));
    };
  }

  private String rivalText(Rival rival) {
    PairedComparison gain = gains(rival.comparison());
    String but = verdict() == Verdict.BETTER ? "but " : "";
    return switch (against(rival)) {
      case WORSE ->
          "%s'%s' does better by %s with %s"
              .formatted(but, rival.name(), scale.text(gain.swapped(), false), rival.training());
      case NO_DIFFERENCE_SEEN ->
          "%s'%s' does as well with %s (%s)"
              .formatted(but, rival.name(), rival.training(), distance(gain));
      case TOO_FEW_SEEDS ->
          "%s'%s' was tried on %s of at least %s seeds, too few to say whether it does as well with %s"
              .formatted(but, rival.name(), gain.pairs(), Verdict.FEWEST_PAIRS, rival.training());
      case BETTER ->
          "none of the rivals tried (%s) does as well: the closest, '%s', is %s behind with %s"
              .formatted(rivals.size(), rival.name(), scale.text(gain, false), rival.training());
    };
  }

  /** Where the rival stands, as seen from the treated arm. */
  private String distance(PairedComparison gain) {
    return gain.meanDifference() < 0
        ? "ahead by " + scale.text(gain.swapped(), false)
        : "behind by " + scale.text(gain, false);
  }

  private static String p(AdjustedComparison adjusted) {
    PairedComparison comparison = adjusted.comparison();
    boolean spread = comparison.differences().deviation().orElse(0) > 0;
    String equal = spread || comparison.meanDifference() == 0 ? "" : " as all seeds differ alike";
    String p =
        adjusted.p() == 0 && spread ? "p < 1e-300" : "p = " + Probabilities.text(adjusted.p());
    return p + equal + (adjusted.family() == 1 ? "" : " (Holm over " + adjusted.family() + ")");
  }
}
