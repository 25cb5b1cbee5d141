package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
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
      changed.add(phase.lasting(phase.epochs().lasting(epochs.get(changed.size()))));
    }
    return new DsdSchedule(changed);
  }

  /** The largest number of epochs of each phase. */
  List<Integer> epochs() {
    return phases.stream().map(phase -> phase.epochs().count()).toList();
  }

  /** The phases in order. */
  @Override
  public String toString() {
    return phases.stream().map(Phase::toString).collect(Collectors.joining("; "));
  }

  /** Starts a schedule. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a schedule; a phase out of order is an error when it is added. */
  public static final class Builder {
    private final List<Phase> phases = new ArrayList<>();
    private Ramp ramp = Ramp.atOnce();

    private Builder() {}

    /** Sets how the sparse phases that are added after this reach their sparsity; at once first. */
    public Builder ramp(Ramp ramp) {
      this.ramp = Check.given("ramp", ramp);
      return this;
    }

    /** Adds the dense phase, which trains all weights and must be the first. */
    public Builder dense(Epochs epochs, LearningRate learningRate) {
      Check.argument(
          phases.isEmpty(),
          "dense phase",
          "to come first",
          "it after " + lastKind(),
          "call reDense(...) for the dense phases after a sparse one");
      return add(PhaseKind.DENSE, 0, epochs, learningRate);
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
      return add(PhaseKind.SPARSE, sparsity, epochs, learningRate);
    }

    /**
     * Adds a sparse phase whose learning rate goes like the dense phase's.
     *
     * @param sparsity the fraction of weights to prune, in [0, 1); the paper uses 0.25 to 0.5
     * @param epochs the length of the phase
     * @param timesDenseRate the factor of the dense phase's rate: 0.1 as in the paper, 1 to rewind
     *     it
     */
    public Builder sparse(double sparsity, Epochs epochs, double timesDenseRate) {
      return sparse(sparsity, epochs, timesDense("sparse", timesDenseRate));
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
      return add(PhaseKind.RE_DENSE, 0, epochs, learningRate);
    }

    /**
     * Adds a re-dense phase whose learning rate goes like the dense phase's.
     *
     * @param epochs the length of the phase
     * @param timesDenseRate the factor of the dense phase's rate: 0.01 as in most of the paper's
     *     tables, 1 to rewind it
     */
    public Builder reDense(Epochs epochs, double timesDenseRate) {
      return reDense(epochs, timesDense("re-dense", timesDenseRate));
    }

    /**
     * Adds rounds of a sparse and a re-dense phase, one for each sparsity.
     *
     * @param sparsities those of the rounds, in order; at least one
     * @param sparse the length of each sparse phase
     * @param sparseRate its learning rate
     * @param reDense the length of each re-dense phase
     * @param reDenseRate its learning rate
     */
    public Builder rounds(
        List<Double> sparsities,
        Epochs sparse,
        LearningRate sparseRate,
        Epochs reDense,
        LearningRate reDenseRate) {
      Check.argument(
          !sparsities.isEmpty(), "rounds", "at least one sparsity", "none", "give one for each");
      for (double sparsity : sparsities) {
        sparse(sparsity, sparse, sparseRate).reDense(reDense, reDenseRate);
      }
      return this;
    }

    /** Adds {@code count} rounds of the same sparsity. */
    public Builder rounds(
        int count,
        double sparsity,
        Epochs sparse,
        LearningRate sparseRate,
        Epochs reDense,
        LearningRate reDenseRate) {
      Check.positive("rounds", count);
      return rounds(Collections.nCopies(count, sparsity), sparse, sparseRate, reDense, reDenseRate);
    }

    /**
     * The same with rates that go like the dense phase's.
     *
     * @param sparseTimesDenseRate the factor of the dense phase's rate in sparse phases
     * @param reDenseTimesDenseRate the same in re-dense phases
     */
    public Builder rounds(
        int count,
        double sparsity,
        Epochs sparse,
        double sparseTimesDenseRate,
        Epochs reDense,
        double reDenseTimesDenseRate) {
      return rounds(
          count,
          sparsity,
          sparse,
          timesDense("sparse", sparseTimesDenseRate),
          reDense,
          timesDense("re-dense", reDenseTimesDenseRate));
    }

    /** Adds a round for each sparsity, with rates that go like the dense phase's. */
    public Builder rounds(
        List<Double> sparsities,
        Epochs sparse,
        double sparseTimesDenseRate,
        Epochs reDense,
        double reDenseTimesDenseRate) {
      return rounds(
          sparsities,
          sparse,
          timesDense("sparse", sparseTimesDenseRate),
          reDense,
          timesDense("re-dense", reDenseTimesDenseRate));
    }

    private LearningRate timesDense(String phase, double factor) {
      Check.argument(
          !phases.isEmpty() && phases.get(0).kind() == PhaseKind.DENSE,
          "learning rate of a " + phase + " phase as a multiple of the dense one's",
          "a dense phase",
          "none",
          "call dense(...) first, or give a learning rate");
      LearningRate dense = phases.get(0).learningRate();
      return factor == 1 ? dense : dense.times(factor);
    }

    private PhaseKind lastKind() {
      // Before the first phase, the network is as dense as after a dense one.
      return phases.isEmpty() ? PhaseKind.DENSE : phases.get(phases.size() - 1).kind();
    }

    private Builder add(PhaseKind kind, double sparsity, Epochs epochs, LearningRate rate) {
      long begun = phases.stream().filter(phase -> phase.kind() == PhaseKind.SPARSE).count();
      long round = kind == PhaseKind.SPARSE ? begun + 1 : Math.max(1, begun);
      phases.add(
          new Phase(
              kind,
              (int) round,
              sparsity,
              Check.given("epochs", epochs),
              Check.given("learning rate", rate),
              kind == PhaseKind.SPARSE ? ramp : Ramp.atOnce()));
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
