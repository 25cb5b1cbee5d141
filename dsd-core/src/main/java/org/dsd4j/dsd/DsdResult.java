package org.dsd4j.dsd;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.train.record.CheckpointCounts;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseTable;
import org.dsd4j.train.record.Provenance;

/**
 * The result of dense-sparse-dense training.
 *
 * <p>One run is a single sample: only several seeds can show whether DSD is better than the
 * control.
 *
 * @param phases the results of the phases, in order
 * @param control the results of the control's phases, in order; empty without control
 * @param histograms of every pruned parameter at each moment of each round
 * @param regrown the distances that pruned weights moved, for each pruned parameter and round
 * @param controlWeights the control's weights after its last phase; empty without control
 * @param weightsSha256 a SHA-256 of the final weights, equal for equal bits
 * @param provenance the settings, data and versions of the run
 * @param checkpoints the numbers of checkpoints written and failed
 * @param notes the notes of the run, such as what it pruned and listeners that failed
 */
public record DsdResult(
    List<PhaseResult> phases,
    List<PhaseResult> control,
    List<WeightHistogram> histograms,
    List<RegrownWeights> regrown,
    Optional<WeightSnapshot> controlWeights,
    String weightsSha256,
    Provenance provenance,
    CheckpointCounts checkpoints,
    List<Note> notes)
    implements AutoCloseable {
  /** Copies the lists. */
  public DsdResult {
    phases = List.copyOf(phases);
    control = List.copyOf(control);
    histograms = List.copyOf(histograms);
    regrown = List.copyOf(regrown);
    notes = List.copyOf(notes);
  }

  /**
   * The last phase of this kind.
   *
   * @throws IllegalArgumentException if the schedule had none
   */
  public PhaseResult phase(PhaseKind kind) {
    return all()
        .filter(result -> result.kind() == kind)
        .reduce((first, second) -> second)
        .orElseThrow(() -> missing(kind.toString()));
  }

  /**
   * The phase of this kind in a round, from 1.
   *
   * @throws IllegalArgumentException if there was none
   */
  public PhaseResult phase(PhaseKind kind, int round) {
    return all()
        .filter(result -> result.kind() == kind && result.phase().round() == round)
        .findFirst()
        .orElseThrow(() -> missing(kind + " in round " + round));
  }

  private IllegalArgumentException missing(String wanted) {
    return new IllegalArgumentException(
        Check.message(
            "phase",
            "one of " + all().map(r -> r.record().name()).toList(),
            wanted,
            "ask for a phase of the schedule"));
  }

  private Stream<PhaseResult> all() {
    return Stream.concat(phases.stream(), control.stream());
  }

  /**
   * The amount by which the last phase's {@linkplain PhaseResult#value value} is better than the
   * control's: positive if DSD is better, for metrics of either direction. A single seed is not
   * conclusive, and {@link #comparison} tells whether the comparison is fair.
   *
   * @throws IllegalStateException if there was no control
   */
  public double differenceToControl() {
    return comparison()
        .map(ControlComparison::gain)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    Check.message(
                        "control",
                        "a run with one",
                        "one without",
                        "call withControl() on the trainer's builder")));
  }

  /**
   * The final scores of DSD and the control, and whether they may be compared; empty without
   * control.
   */
  public Optional<ControlComparison> comparison() {
    return control.isEmpty()
        ? Optional.empty()
        : Optional.of(ControlComparison.of(phases.get(phases.size() - 1), control));
  }

  /**
   * The table of phases, with the control's; warnings, and the comparison with the control. Can be
   * printed after {@link #close}.
   */
  @Override
  public String toString() {
    if (phases.isEmpty()) {
      return "no phases";
    }
    PhaseTable table = PhaseTable.of(phases.get(0).record().end());
    all().forEach(phase -> table.row(phase.row()));
    StringBuilder text = new StringBuilder(table.toString()).append(Note.warnings(notes));
    comparison()
        .ifPresent(
            c ->
                text.append(c.scores())
                    .append(". ")
                    .append(ControlComparison.caution(c.broken()))
                    .append(System.lineSeparator()));
    return text.toString();
  }

  /** Releases the memory of the best models and of the control. */
  @Override
  public void close() {
    controlWeights.ifPresent(WeightSnapshot::close);
    all().forEach(result -> result.best().weights().close());
  }
}
