package org.dsd4j.dsd;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.train.CheckpointCounts;
import org.dsd4j.train.Provenance;

/**
 * What came out of dense-sparse-dense training.
 *
 * <p>One run is one sample: whether DSD gains anything over the control can only be told from
 * several seeds.
 *
 * @param phases what came out of each phase, in order
 * @param control what came out of the control's phases, in order; empty if none was asked for
 * @param histograms of every pruned parameter at each moment of each round
 * @param regrown how far pruned weights moved, for each pruned parameter and round
 * @param weightsSha256 a SHA-256 of the final weights, equal for equal bits
 * @param provenance what the run was made of
 * @param checkpoints how many were written and how many could not be
 */
public record DsdResult(
    List<PhaseResult> phases,
    List<PhaseResult> control,
    List<WeightHistogram> histograms,
    List<RegrownWeights> regrown,
    String weightsSha256,
    Provenance provenance,
    CheckpointCounts checkpoints)
    implements AutoCloseable {
  /** Copies the lists. */
  public DsdResult {
    phases = List.copyOf(phases);
    control = List.copyOf(control);
    histograms = List.copyOf(histograms);
    regrown = List.copyOf(regrown);
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
   * How much higher the last phase's final score is than the control's; empty without control.
   * Positive is not the same as better: that takes several seeds.
   */
  public Optional<Double> differenceToControl() {
    return control.isEmpty()
        ? Optional.empty()
        : Optional.of(
            phases.get(phases.size() - 1).value() - control.get(control.size() - 1).value());
  }

  /** Gives the memory of the best models back. */
  @Override
  public void close() {
    all().forEach(result -> result.best().weights().close());
  }
}
