package org.dsd4j.dsd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruning;
import org.dsd4j.train.TrainingBuilder;
import org.dsd4j.train.checkpoint.SavedTraining;
import org.dsd4j.train.loop.TrainingSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network dense, sparse and dense again, by a {@link DsdSchedule}.
 *
 * <p>At the start of a sparse phase, the smallest weights of each layer (or those that {@link
 * Builder#pruning} selects) are set to zero and kept there; at the start of a re-dense phase, the
 * masks are removed and those weights restart (at zero, unless {@link Builder#regrowth} is set)
 * with a cleared optimizer state. Masks are set and removed at no other time, unless a {@link Ramp}
 * raises the sparsity within the phase. The control, if requested, starts from the weights and the
 * optimizer state at the start of the first sparse phase, and gets the same data in the same order,
 * the same epochs and the same rates, without masks. Afterwards the network holds the weights of
 * the last phase.
 */
public final class DsdTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(DsdTrainer.class);

  private final SavedTraining training;
  private final DsdSchedule schedule;
  private final Pruning pruning;
  private final Regrowth regrowth;
  private final boolean withControl;
  private final boolean clearing;

  private DsdTrainer(SavedTraining training, DsdSchedule schedule, Builder builder) {
    this.training = training;
    this.schedule = schedule;
    this.pruning = builder.pruning == null ? Pruning.layerwise() : builder.pruning;
    this.regrowth = builder.regrowth == null ? Regrowth.zero() : builder.regrowth;
    this.withControl = builder.control != null;
    this.clearing = builder.clearing != null;
  }

  /** A builder for the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains. A trainer trains once; build another for another run.
   *
   * @throws IllegalArgumentException if the folder for checkpoints has those of another run
   * @throws IllegalStateException if this trainer has trained before, another trains the network,
   *     or the network was closed
   * @throws org.dsd4j.train.listen.NonFiniteLossException if the loss is not finite, subject to
   *     {@link Builder#whenNotFinite}
   * @throws org.dsd4j.train.loop.TrainingStoppedException if the run was stopped or its budget is
   *     used up
   */
  public DsdResult fit() {
    return train(Optional.empty(), false);
  }

  /**
   * Resumes an interrupted run from its newest checkpoint, and ends with the same bits as without
   * the interruption: in any phase, within an epoch, within the control. A completed run gives its
   * result again. If nothing was saved yet, the run starts from the beginning.
   *
   * <p>The trainer must have the same settings. The number of workers, listeners, the budget, the
   * intervals of saving and the policy for values that are not finite may differ; so may versions,
   * kernels and threads, with a warning, as the last bits can then differ. Further checkpoints are
   * written to the folder set by {@link Builder#checkpoints}, which may be the same.
   *
   * @param folder the folder with the run's checkpoints
   * @throws IllegalArgumentException if other settings differ; the message lists them
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is intact
   */
  public DsdResult resume(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), false);
  }

  /**
   * Resumes a run with longer phases: like {@link #resume}, but with more epochs, and without the
   * guarantee of equal bits. The current phase, or the last one completed, may be longer, and so
   * may those after it; earlier ones keep their length, since others started from their ends. A
   * completed phase continues with the weights that it ended with and the optimizer's state after
   * its last step. The control starts again from its beginning, as it must have the same epochs.
   *
   * <p>From there on the learning rate follows the new length: one that is constant, or changes at
   * given epochs, is the same as in a run with that length from the beginning, and one that falls
   * over the phase continues at the value that it has there in the longer phase.
   *
   * @param folder the folder with the run's checkpoints
   * @throws IllegalArgumentException if no phase is longer, or other settings differ
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is intact
   */
  public DsdResult extend(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), true);
  }

  /**
   * Starts a new run from the weights of an old one of any trainer: its final weights or, if it was
   * interrupted, those of its newest checkpoint. Nothing else is taken from it: phases, settings
   * and the optimizer's state are this trainer's own.
   *
   * @param folder the folder with the old run's checkpoints
   * @throws IllegalArgumentException if there is no checkpoint
   * @throws org.dsd4j.data.CorruptDataException if there are some and none is intact, or they
   *     belong to another network
   */
  public DsdResult fitFromWeights(Path folder) {
    training.loadWeights(folder);
    return fit();
  }

  /**
   * Ends the run after its current step, from any thread: the run saves a checkpoint, if it has a
   * folder for them, and throws {@link org.dsd4j.train.loop.TrainingStoppedException}. Before a
   * run, it ends after its first step. Interrupting the thread that trains does the same.
   */
  public void stop() {
    training.stop();
  }

  private DsdResult train(Optional<Path> from, boolean extending) {
    return training.run(from, () -> start(extending));
  }

  private DsdRun start(boolean extending) {
    TrainingSession session = training.session();
    MaskedPhases masks = new MaskedPhases(session, pruning, regrowth);
    DsdRun.Options options = new DsdRun.Options(withControl, clearing);
    DsdRun run =
        new DsdRun(session, schedule, options, masks, s -> session.provenance(settings(s)));
    return extending ? run.extending() : run;
  }

  private Map<String, String> settings(DsdSchedule schedule) {
    Map<String, String> settings = new LinkedHashMap<>();
    schedule.phases().forEach(phase -> settings.put("phase " + phase.name(), phase.settings()));
    settings.put("pruning", pruning.toString());
    settings.put("regrowth", regrowth.toString());
    settings.put(
        "optimizer state",
        clearing ? "cleared at the start of each phase" : "kept from phase to phase");
    settings.put("control", withControl ? "same epochs and rates, no mask" : "none");
    return settings;
  }

  /** The settings of a {@link DsdTrainer}. */
  public static final class Builder extends TrainingBuilder<Builder> {
    private @Nullable DsdSchedule schedule;
    private @Nullable Pruning pruning;
    private @Nullable Regrowth regrowth;
    private @Nullable Boolean control;
    private @Nullable Boolean clearing;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** Sets the phases. */
    public Builder schedule(DsdSchedule schedule) {
      this.schedule = Check.once("schedule", this.schedule, schedule);
      return this;
    }

    /** Sets the pruning; the paper's by default. */
    public Builder pruning(Pruning pruning) {
      this.pruning = Check.once("pruning", this.pruning, pruning);
      return this;
    }

    /** Sets the values from which pruned weights restart; zero by default. */
    public Builder regrowth(Regrowth regrowth) {
      this.regrowth = Check.once("regrowth", this.regrowth, regrowth);
      return this;
    }

    /**
     * Clears the optimizer's state (such as momentum) and its number of steps at the start of each
     * phase, of DSD and of the control, as if each had an optimizer of its own; by default they go
     * on from phase to phase, except those of pruned weights.
     */
    public Builder clearingOptimizerState() {
      clearing = Check.once("clearingOptimizerState", clearing, true);
      return this;
    }

    /** Also trains the control, which takes as long again as the sparse and re-dense phases. */
    public Builder withControl() {
      control = Check.once("withControl", control, true);
      return this;
    }

    /**
     * Checks all settings and builds the trainer.
     *
     * @throws IllegalArgumentException if a setting is missing or does not fit; the message says
     *     what was expected and what to do
     */
    public DsdTrainer build() {
      DsdSchedule checked = required("schedule", schedule);
      Pruning rules = pruning == null ? Pruning.layerwise() : pruning;
      List<String> emptied = new ArrayList<>();
      for (Phase phase : checked.phases()) {
        if (phase.kind() == PhaseKind.SPARSE) {
          List<PruneDecision> decisions = rules.decide(requiredNetwork(), phase.sparsity());
          if (phase.ramp().isGradual()) {
            rules.checkRaising(decisions);
          }
          rules.emptied(decisions).forEach(p -> emptied.add(PruningTexts.emptied(phase, p)));
        }
      }
      SavedTraining training = savedTraining();
      emptied.forEach(text -> training.session().notes().warning(LOG, text));
      return new DsdTrainer(training, checked, this);
    }
  }
}
