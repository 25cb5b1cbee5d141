package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.train.record.Epochs;

/**
 * The phases of dense-sparse-dense training (Han et al., "DSD: Dense-Sparse-Dense Training for Deep
 * Neural Networks", ICLR 2017), in order: dense, then one or more rounds of sparse and re-dense,
 * each with its own sparsity. There is no dense phase if the network is already trained.
 *
 * @param phases the phases; at least one
 */
public record DsdSchedule(List<Phase> phases) {
  /** Copies the phases. */
  public DsdSchedule {
    phases = List.copyOf(phases);
  }

  /** A copy with other numbers of epochs, one for each phase. */
  DsdSchedule lasting(List<Integer> epochs) {
    List<Phase> changed = new ArrayList<>();
    for (Phase phase : phases) {
      Epochs lasting = phase.epochs().lasting(epochs.get(changed.size()));
      changed.add(
          new Phase(phase.kind(), phase.round(), phase.sparsity(), lasting, phase.learningRate()));
    }
    return new DsdSchedule(changed);
  }

  /** The largest number of epochs of each phase. */
  List<Integer> epochs() {
    return phases.stream().map(phase -> phase.epochs().count()).toList();
  }

  /** Starts a schedule. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a schedule; a phase out of order is an error when it is added. */
  public static final class Builder {
    private final List<Phase> phases = new ArrayList<>();

    private Builder() {}

    /** Adds the dense phase, which trains all weights and must be the first. */
    public Builder dense(Epochs epochs, LearningRate learningRate) {
      Check.argument(
          phases.isEmpty(),
          "dense phase",
          "to come first",
          "it after " + lastKind(),
          "call reDense(...) for the dense phases after a sparse one");
      return add(PhaseKind.DENSE, 1, 0, epochs, learningRate);
    }

    /**
     * Adds a sparse phase, which prunes each layer to {@code sparsity} and trains the remaining
     * weights.
     *
     * @param sparsity the fraction of weights to prune, in [0, 1); the paper uses 0.25 to 0.5
     * @param epochs the length of the phase
     * @param learningRate the learning rate; the paper's is a tenth of the dense one or less
     */
    public Builder sparse(double sparsity, Epochs epochs, LearningRate learningRate) {
      Check.fraction("sparsity", sparsity);
      Check.argument(
          lastKind() != PhaseKind.SPARSE,
          "sparse phase",
          "to follow a dense or re-dense one",
          "it after a sparse one",
          "call reDense(...) between them");
      int round = 1 + (int) phases.stream().filter(p -> p.kind() == PhaseKind.SPARSE).count();
      return add(PhaseKind.SPARSE, round, sparsity, epochs, learningRate);
    }

    /**
     * Adds a re-dense phase, which removes the masks and trains all weights, the pruned ones from
     * zero.
     */
    public Builder reDense(Epochs epochs, LearningRate learningRate) {
      Check.argument(
          lastKind() == PhaseKind.SPARSE,
          "re-dense phase",
          "to follow a sparse one",
          phases.isEmpty() ? "it first" : "it after " + lastKind(),
          "call sparse(...) before it");
      int round = phases.get(phases.size() - 1).round();
      return add(PhaseKind.RE_DENSE, round, 0, epochs, learningRate);
    }

    private PhaseKind lastKind() {
      // Before the first phase, the network is as dense as after a dense one.
      return phases.isEmpty() ? PhaseKind.DENSE : phases.get(phases.size() - 1).kind();
    }

    private Builder add(
        PhaseKind kind, int round, double sparsity, Epochs epochs, LearningRate rate) {
      phases.add(
          new Phase(
              kind,
              round,
              sparsity,
              Check.given("epochs", epochs),
              Check.given("learning rate", rate)));
      return this;
    }

    /**
     * The schedule.
     *
     * @throws IllegalArgumentException if it has no phase
     */
    public DsdSchedule build() {
      Check.argument(
          !phases.isEmpty(),
          "schedule",
          "at least one phase",
          "none",
          "call dense(...), sparse(...) and reDense(...)");
      return new DsdSchedule(phases);
    }
  }
}
