package org.dsd4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.SavedCheckpoint;
import org.jspecify.annotations.Nullable;

/** A run of one phase, from the start or from a state that an earlier one was left in. */
final class TrainerRun implements ResumableRun<TrainingResult> {
  static final String TRAINER = "Trainer";
  private static final String KEY = "training";
  private static final String MASKS = "masks";

  private final TrainingSession session;
  private final PhasePlan plan;
  private Provenance provenance;
  private Optional<PhaseProgress> current = Optional.empty();
  private @Nullable PhaseRecord record;

  TrainerRun(TrainingSession session, PhasePlan plan) {
    this.session = session;
    this.plan = plan;
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(plan.name(), plan.epochs() + ", learning rate " + plan.learningRate());
    settings.put(MASKS, Identity.ofMasks(session.network()));
    this.provenance = session.provenance(settings);
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
  public void restore(SavedCheckpoint saved) {
    TrainerDocument document = saved.state(TrainerDocument.class);
    if ((document.phase() == null) == (document.current() == null)) {
      throw new CorruptDataException(
          saved.path(), "a phase that is on or over", "both or neither", "go on with an older one");
    }
    PhaseRowReader reader = new PhaseRowReader(saved, session);
    SessionState state = reader.state(document.optimizerSteps(), document.current());
    record = document.phase() == null ? null : reader.record(document.phase());
    provenance = document.run().toProvenance().goneOnWith(provenance);
    session.notes().takeUp(document.notes());
    current = session.restore(state);
  }

  @Override
  public Supplier<CheckpointParts> state(SessionState now) {
    // Callers set masks as they like, and the checkpoint needs those that hold now.
    Provenance run = provenance.with(MASKS, Identity.ofMasks(session.network()));
    PhaseRecord over = record;
    List<Note> notes = session.notes().soFar();
    return () -> {
      PhaseRowWriter rows = new PhaseRowWriter();
      rows.state(now, List.of());
      return new CheckpointParts(
          new TrainerDocument(
              TRAINER,
              SavedRows.RunRow.of(run),
              over == null ? null : rows.row(KEY, over),
              now.progress().map(progress -> rows.row(KEY, progress)).orElse(null),
              now.optimizer().steps(),
              notes),
          rows.groups());
    };
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
    // Listeners may fail at the end too, and that is to be in the result.
    session.finish();
    return new TrainingResult(over, provenance, checkpoints, session.notes().soFar());
  }

  @Override
  public void close() {
    current.ifPresent(PhaseProgress::close);
  }
}
