package org.dsd4j.dsd;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.dsd4j.internal.Check;
import org.dsd4j.io.CheckpointFolder;
import org.dsd4j.io.SavedCheckpoint;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.prune.Pruning;
import org.dsd4j.train.Provenance;
import org.dsd4j.train.TrainingBuilder;
import org.dsd4j.train.TrainingSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network dense, sparse and dense again, by a {@link DsdSchedule}.
 *
 * <p>Entering a sparse phase, the smallest weights of each layer are set to zero and held there;
 * entering a re-dense phase, the masks are dropped and those weights start again (from zero, unless
 * {@link Builder#regrowth} says otherwise) with a cleared optimizer state. These are the only
 * places where masks come and go. The control, where asked for, starts from the weights and the
 * optimizer state that the first sparse phase started from, and gets the same data in the same
 * order, the same epochs and the same rates, without masks. Afterwards the network holds the
 * weights of the last phase.
 */
public final class DsdTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(DsdTrainer.class);

  private final TrainingSession session;
  private final DsdSchedule schedule;
  private final Pruning pruning;
  private final Regrowth regrowth;
  private final boolean withControl;
  private final Optional<Checkpoints> checkpoints;
  private final Budget budget;
  private final AtomicReference<@Nullable String> request = new AtomicReference<>();

  private DsdTrainer(TrainingSession session, DsdSchedule schedule, Builder builder) {
    this.session = session;
    this.schedule = schedule;
    this.pruning = builder.pruning == null ? Pruning.layerwise() : builder.pruning;
    this.regrowth = builder.regrowth == null ? Regrowth.zero() : builder.regrowth;
    this.withControl = builder.control != null;
    this.checkpoints = Optional.ofNullable(builder.checkpoints);
    this.budget = builder.budget == null ? Budget.unlimited() : builder.budget;
  }

  /** Starts the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains. A trainer trains once; build another for another run.
   *
   * @throws IllegalArgumentException if the folder for checkpoints has those of another run
   * @throws org.dsd4j.train.NonFiniteLossException if the loss is not a finite number
   * @throws org.dsd4j.train.TrainingStoppedException if the run was stopped or its budget used up
   */
  public DsdResult fit() {
    return train(Optional.empty());
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
    return train(Optional.of(folder));
  }

  /**
   * Starts a new run from the weights of an old one: those after its last phase or, if it was cut,
   * those of its newest checkpoint. Nothing else is taken from it: phases, settings and the
   * optimizer's state are this trainer's own.
   *
   * @param folder where the old run was saved
   * @throws IllegalArgumentException if there is no checkpoint
   * @throws org.dsd4j.data.CorruptDataException if there are some and none is whole, or they are of
   *     another network
   */
  public DsdResult fitFromWeights(Path folder) {
    try (SavedCheckpoint old = newest(folder);
        WeightSnapshot weights = new StateReader(old, session, schedule).weights()) {
      session.network().restore(weights);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
    return fit();
  }

  private static SavedCheckpoint newest(Path folder) {
    return CheckpointFolder.newest(folder)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message(
                        "folder " + folder, "a checkpoint in it", "none", "name another folder")));
  }

  /**
   * Ends the run after the step that it is at, from any thread: it saves where it stands, if it was
   * told where to, and throws {@link org.dsd4j.train.TrainingStoppedException}. Before a run, it
   * ends after its first step. Interrupting the thread that trains does the same.
   */
  public void stop() {
    request.set("it was asked to stop");
  }

  private DsdResult train(Optional<Path> from) {
    try (session) {
      Provenance provenance = session.provenance(settings());
      MaskedPhases masks = new MaskedPhases(session, pruning, regrowth);
      try (DsdRun run = new DsdRun(session, schedule, withControl, masks, provenance)) {
        checkFolder(from);
        Optional<CheckpointFolder> folder =
            checkpoints.map(c -> CheckpointFolder.open(c.folder(), c.kept()));
        Optional<CheckpointWriter> writer =
            folder.map(opened -> new CheckpointWriter(opened, run::giveBack));
        try {
          from.ifPresent(old -> restore(run, old, provenance, folder));
          writer.ifPresent(any -> run.prepareToSave());
          return run.run(
              new RunKeeper(checkpoints, writer, budget, request, run::state, this::tell));
        } finally {
          writer.ifPresent(CheckpointWriter::close);
        }
      }
    } finally {
      session.finish();
    }
  }

  private void tell(CheckpointWriter.Outcome outcome) {
    outcome
        .path()
        .ifPresentOrElse(
            session::checkpointWritten, () -> session.checkpointFailed(outcome.text()));
  }

  /** A run that starts, or goes on elsewhere, must not mix its checkpoints with another's. */
  private void checkFolder(Optional<Path> from) {
    checkpoints
        .map(Checkpoints::folder)
        .filter(folder -> from.isEmpty() || !isSame(from.get(), folder))
        .ifPresent(
            folder ->
                Check.argument(
                    !CheckpointFolder.hasCheckpoints(folder),
                    "checkpoint folder " + folder,
                    "one without checkpoints",
                    "those of another run",
                    "call resume to go on with that run, or name another folder"));
  }

  private static boolean isSame(Path a, Path b) {
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
  }

  private void restore(
      DsdRun run, Path from, Provenance provenance, Optional<CheckpointFolder> folder) {
    Optional<SavedCheckpoint> newest = CheckpointFolder.newest(from);
    if (newest.isEmpty()) {
      LOG.info("{} has no checkpoint yet: the run starts from the beginning", from);
      return;
    }
    try (SavedCheckpoint saved = newest.get()) {
      StateReader reader = new StateReader(saved, session, schedule);
      ResumeCheck.check(saved.path(), reader.run().toProvenance(), provenance);
      run.restore(reader.state());
      if (checkpoints.filter(c -> isSame(c.folder(), from)).isPresent()) {
        folder.ifPresent(f -> f.continueFrom(saved));
      }
      LOG.info("The run goes on from {}", saved.path());
    }
  }

  private Map<String, String> settings() {
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
    private @Nullable Checkpoints checkpoints;
    private @Nullable Budget budget;

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

    /** Saves the run in this folder every minute; see {@link DsdTrainer#resume}. */
    public Builder checkpoints(Path folder) {
      return checkpoints(Checkpoints.in(folder));
    }

    /** Saves the run where and as often as this says; see {@link DsdTrainer#resume}. */
    public Builder checkpoints(Checkpoints rule) {
      checkpoints = Check.once("checkpoints", checkpoints, rule);
      return this;
    }

    /** Stops the run when it has used this up; without end by default. */
    public Builder budget(Budget most) {
      budget = Check.once("budget", budget, most);
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
      for (Phase phase : checked.phases()) {
        if (phase.kind() == PhaseKind.SPARSE) {
          rules.decide(requiredNetwork(), phase.sparsity());
        }
      }
      return new DsdTrainer(session(), checked, this);
    }
  }
}
