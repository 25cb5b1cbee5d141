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
 * <p>Entering a sparse phase, the smallest weights of each layer (or those that {@link
 * Builder#pruning} says) are set to zero and held there; entering a re-dense phase, the masks are
 * dropped and those weights start again (from zero, unless {@link Builder#regrowth} says otherwise)
 * with a cleared optimizer state. These are the only places where masks come and go. The control,
 * where asked for, starts from the weights and the optimizer state that the first sparse phase
 * started from, and gets the same data in the same order, the same epochs and the same rates,
 * without masks. Afterwards the network holds the weights of the last phase.
 */
public final class DsdTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(DsdTrainer.class);

  private final SavedTraining training;
  private final DsdSchedule schedule;
  private final Pruning pruning;
  private final Regrowth regrowth;
  private final boolean withControl;

  private DsdTrainer(SavedTraining training, DsdSchedule schedule, Builder builder) {
    this.training = training;
    this.schedule = schedule;
    this.pruning = builder.pruning == null ? Pruning.layerwise() : builder.pruning;
    this.regrowth = builder.regrowth == null ? Regrowth.zero() : builder.regrowth;
    this.withControl = builder.control != null;
  }

  /** Starts the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains. A trainer trains once; build another for another run.
   *
   * @throws IllegalArgumentException if the folder for checkpoints has those of another run
   * @throws IllegalStateException if this trainer has trained before, another trains the network,
   *     or the network was closed
   * @throws org.dsd4j.train.listen.NonFiniteLossException if the loss is not a finite number, as
   *     {@link Builder#whenNotFinite} says
   * @throws org.dsd4j.train.loop.TrainingStoppedException if the run was stopped or its budget used
   *     up
   */
  public DsdResult fit() {
    return train(Optional.empty(), false);
  }

  /**
   * Goes on with a run that was cut, where its newest checkpoint left it, and ends with the bits
   * that it would have had: in any phase, within an epoch, within the control. A run that was over
   * gives its result again. Where nothing was saved yet, the run starts from the beginning.
   *
   * <p>The trainer must be set as it was then. The number of workers, listeners, the budget, when
   * to save and what to do where numbers are not finite may differ; versions, kernels and threads
   * too, which is logged, as last bits may come out differently. Checkpoints go on where {@link
   * Builder#checkpoints} says, which may be the same folder.
   *
   * @param folder where the run was saved
   * @throws IllegalArgumentException if other settings differ; the message lists them
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is whole
   */
  public DsdResult resume(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), false);
  }

  /**
   * Goes on with a run whose phases are to be longer than they were: as {@link #resume}, but with
   * more epochs, and without the promise of equal bits. The phase that is on, or was the last to
   * end, may be longer, and so may those behind it; those before it keep their length, since others
   * started from their ends. A phase that was over goes on with the weights that it ended with and
   * the optimizer's state after its last step. The control starts again from where it starts, as it
   * is to have the same epochs.
   *
   * <p>From there on the learning rate is laid out for the new length: one that is constant, or
   * changes at given epochs, goes as in a run that was so long from the beginning, and one that
   * falls over the phase takes up at the height that it has there in the longer one.
   *
   * @param folder where the run was saved
   * @throws IllegalArgumentException if nothing is longer, or other settings differ
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is whole
   */
  public DsdResult extend(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), true);
  }

  /**
   * Starts a new run from the weights of an old one of any trainer: those that it ended with or, if
   * it was cut, those of its newest checkpoint. Nothing else is taken from it: phases, settings and
   * the optimizer's state are this trainer's own.
   *
   * @param folder where the old run was saved
   * @throws IllegalArgumentException if there is no checkpoint
   * @throws org.dsd4j.data.CorruptDataException if there are some and none is whole, or they are of
   *     another network
   */
  public DsdResult fitFromWeights(Path folder) {
    training.loadWeights(folder);
    return fit();
  }

  /**
   * Ends the run after the step that it is at, from any thread: it saves where it stands, if it was
   * told where to, and throws {@link org.dsd4j.train.loop.TrainingStoppedException}. Before a run,
   * it ends after its first step. Interrupting the thread that trains does the same.
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
    DsdRun run =
        new DsdRun(session, schedule, withControl, masks, s -> session.provenance(settings(s)));
    return extending ? run.extending() : run;
  }

  private Map<String, String> settings(DsdSchedule schedule) {
    Map<String, String> settings = new LinkedHashMap<>();
    schedule.phases().forEach(phase -> settings.put("phase " + phase.name(), phase.toString()));
    settings.put("pruning", pruning.toString());
    settings.put("regrowth", regrowth.toString());
    settings.put("control", withControl ? "same epochs and rates, no mask" : "none");
    return settings;
  }

  /** The settings of a {@link DsdTrainer}. */
  public static final class Builder extends TrainingBuilder<Builder> {
    private @Nullable DsdSchedule schedule;
    private @Nullable Pruning pruning;
    private @Nullable Regrowth regrowth;
    private @Nullable Boolean control;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** The phases. */
    public Builder schedule(DsdSchedule schedule) {
      this.schedule = Check.once("schedule", this.schedule, schedule);
      return this;
    }

    /** What is pruned and how; the paper's way by default. */
    public Builder pruning(Pruning pruning) {
      this.pruning = Check.once("pruning", this.pruning, pruning);
      return this;
    }

    /** What pruned weights start again from; zero by default. */
    public Builder regrowth(Regrowth regrowth) {
      this.regrowth = Check.once("regrowth", this.regrowth, regrowth);
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
          rules.emptied(decisions).forEach(p -> emptied.add(MaskedPhases.emptied(phase, p)));
        }
      }
      SavedTraining training = savedTraining();
      emptied.forEach(text -> training.session().notes().warning(LOG, text));
      return new DsdTrainer(training, checked, this);
    }
  }
}
