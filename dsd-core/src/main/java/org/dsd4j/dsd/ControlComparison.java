package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dsd4j.internal.Internal;
import org.dsd4j.train.record.EpochScore;
import org.dsd4j.train.record.PhaseRecord;

/**
 * The final scores of DSD and its control. One run is a single sample: only several seeds can show
 * which is better.
 *
 * @param dsd the score at the end of the last phase
 * @param control the control's score
 * @param broken the reasons why the two cannot be compared, because the control did not train on
 *     the same batches at the same rates; empty if they can
 */
public record ControlComparison(EpochScore dsd, EpochScore control, List<String> broken) {
  /** Copies the reasons. */
  public ControlComparison {
    broken = List.copyOf(broken);
  }

  /**
   * The control follows the setbacks of its counterparts; additional ones of its own break the
   * comparison.
   */
  static ControlComparison of(PhaseResult last, List<PhaseResult> control) {
    List<String> broken = new ArrayList<>();
    for (PhaseResult phase : control) {
      PhaseRecord record = phase.record();
      if (record.setbacks().isAny()) {
        broken.add(
            "%s had %s that %s had not"
                .formatted(record.name(), record.setbacks(), phase.phase().name()));
      }
    }
    return new ControlComparison(
        last.record().end(), control.get(control.size() - 1).record().end(), broken);
  }

  /**
   * The amount by which DSD is better than the control, for metrics of either direction; negative
   * if it is worse.
   */
  public double gain() {
    double difference = dsd.value() - control.value();
    return dsd.higherIsBetter() ? difference : -difference;
  }

  /** Whether the control had other batches or rates. */
  public boolean isBroken() {
    return !broken.isEmpty();
  }

  /**
   * The caveats: that one seed is not conclusive, or why the comparison is not fair.
   *
   * @param broken the reasons why it is not fair; empty if it is
   * @hidden
   */
  @Internal
  public static String caution(List<String> broken) {
    return broken.isEmpty()
        ? "One seed is no verdict."
        : "This is no fair comparison: " + String.join("; ", broken) + ".";
  }

  /** For example {@code accuracy 0.8125, control 0.8000: better by 0.0125 (higher is better)}. */
  @Override
  public String toString() {
    return isBroken() ? scores() + "; no fair comparison: " + String.join("; ", broken) : scores();
  }

  /** The two scores and their difference. */
  String scores() {
    return String.format(
        Locale.ROOT,
        "%s %.4g, control %.4g: %s (%s is better)",
        dsd.name(),
        dsd.value(),
        control.value(),
        gain() == 0
            ? "no difference"
            : String.format(
                Locale.ROOT, "%s by %.4g", gain() > 0 ? "better" : "worse", Math.abs(gain())),
        dsd.higherIsBetter() ? "higher" : "lower");
  }
}
