package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dsd4j.train.record.EpochScore;
import org.dsd4j.train.record.PhaseRecord;

/**
 * What DSD and its control ended with. One run is one sample: which of them is better can only be
 * told from several seeds.
 *
 * @param dsd what the last phase ended with
 * @param control the same of the control
 * @param broken why the two cannot be compared, as the control did not learn from the same batches
 *     at the same rates; empty if they can
 */
public record ControlComparison(EpochScore dsd, EpochScore control, List<String> broken) {
  /** Copies the reasons. */
  public ControlComparison {
    broken = List.copyOf(broken);
  }

  /**
   * The control follows the setbacks of its counterparts; its own are what breaks the comparison.
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
   * By how much DSD is better than the control, whichever direction is; negative if it is worse.
   */
  public double gain() {
    double difference = dsd.value() - control.value();
    return dsd.higherIsBetter() ? difference : -difference;
  }

  /** Whether the control did not have the same batches and rates. */
  public boolean isBroken() {
    return !broken.isEmpty();
  }

  /** For example {@code accuracy 0.8125, control 0.8000: better by 0.0125 (higher is better)}. */
  @Override
  public String toString() {
    String text =
        String.format(
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
    return isBroken() ? text + "; no fair comparison: " + String.join("; ", broken) : text;
  }
}
