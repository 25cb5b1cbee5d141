package org.dsd4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dsd4j.internal.Check;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.train.checkpoint.CheckpointParts;
import org.dsd4j.train.checkpoint.GroupReader;
import org.dsd4j.train.checkpoint.ResumableRun;
import org.dsd4j.train.checkpoint.RunKeeper;
import org.dsd4j.train.loop.Identity;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.CheckpointCounts;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.state.TrainingState;
import org.jspecify.annotations.Nullable;

/** A run of one phase, from the start or from the state of an earlier one. */
final class TrainerRun implements ResumableRun<TrainingResult> {
  static final String TRAINER = "Trainer";
  private static final String MASKS = "masks";

  private final TrainingSession session;
  private final PhaseSettings plan;
  private final boolean extending;
  private Provenance provenance;
  private Optional<PhaseProgress> current = Optional.empty();
  private @Nullable PhaseRecord record;

  TrainerRun(TrainingSession session, PhaseSettings plan, boolean extending) {
    this.session = session;
    this.plan = plan;
    this.extending = extending;
    this.provenance = provenance(plan.epochs());
  }

  private Provenance provenance(Epochs epochs) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(plan.name(), epochs + ", learning rate " + plan.learningRate());
    settings.put(MASKS, Identity.ofMasks(session.network()));
    return session.provenance(settings);
  }

  @Override
  public String trainer() {
    return TRAINER;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public Provenance provenanceAsIn(SavedCheckpoint saved) {
    if (!extending) {
      return provenance;
    }
    TrainerDocument document = saved.state(TrainerDocument.class);
    Check.argument(
        plan.epochs().count() > document.epochs(),
        "epochs to extend a run of " + document.epochs() + " to",
        "more than those",
        plan.epochs().count(),
        "give the phase more epochs, or call resume");
    boolean stopped = document.phase() != null && document.phase().stoppedEarly();
    Check.argument(
        !stopped,
        "run to extend",
        "one that its number of epochs ends",
        "one that early stopping ended",
        "start a new run from its weights with fitFromWeights");
    return provenance(plan.epochs().lasting(document.epochs()));
  }

  @Override
  public void restore(SavedCheckpoint saved) {
    TrainerDocument document = TrainerDocument.of(saved);
    GroupReader groups = new GroupReader(saved, session);
    Optional<PhaseProgress> progress = document.progress(groups);
    record = document.over(groups).orElse(null);
    provenance = document.run().toProvenance().goneOnWith(provenance);
    session.notes().takeUp(document.notes());
    if (extending) {
      provenance = document.run().toProvenance().extendedTo(provenance(plan.epochs()));
    }
    try (TrainingState state = document.state(groups)) {
      session.restore(state);
    }
    current = progress;
    PhaseRecord over = record;
    if (extending && over != null) {
      current = Optional.of(session.reopened(over, plan.epochs()));
      record = null;
    } else if (extending) {
      current = current.map(at -> at.lasting(plan.epochs().count()));
    }
  }

  @Override
  public Supplier<CheckpointParts> state(TrainingState now, Optional<PhaseProgress> progress) {
    // The caller sets the masks, and the checkpoint needs the current ones.
    Provenance run = provenance.with(MASKS, Identity.ofMasks(session.network()));
    PhaseRecord over = record;
    List<Note> notes = session.notes().soFar();
    int epochs = plan.epochs().count();
    return () -> TrainerDocument.parts(run, epochs, over, progress, now, notes);
  }

  @Override
  public TrainingResult run(RunKeeper keeper) {
    PhaseRecord over = record;
    if (over == null) {
      PhaseProgress from = current.orElseGet(PhaseProgress::beginning);
      current = Optional.empty();
      over = session.run(plan, from, where -> keeper.between(plan.name(), where.get()));
      record = over;
      keeper.phaseFinished();
    }
    CheckpointCounts checkpoints = keeper.finish();
    // Listeners can fail at the end too, which must be in the result.
    session.finish();
    return new TrainingResult(over, provenance, checkpoints, session.notes().soFar());
  }

  @Override
  public void close() {
    current.ifPresent(PhaseProgress::close);
  }
}
