package org.dsd4j.train;

import java.util.List;
import java.util.Optional;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.train.checkpoint.CheckpointParts;
import org.dsd4j.train.checkpoint.GroupReader;
import org.dsd4j.train.checkpoint.GroupWriter;
import org.dsd4j.train.checkpoint.SavedRows.PhaseRow;
import org.dsd4j.train.checkpoint.SavedRows.ProgressRow;
import org.dsd4j.train.checkpoint.SavedRows.RunRow;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.state.TrainingState;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Trainer}'s checkpoint that is not tensors. It is a file format: a change of
 * it needs a new version.
 *
 * @param trainer the kind of trainer, {@value TrainerRun#TRAINER}
 * @param run the run's provenance
 * @param epochs the largest number of epochs of the one phase
 * @param phase the one phase; null before it is completed
 * @param current its progress; null when it is completed
 * @param optimizerSteps the number of steps that the optimizer has taken
 * @param notes the notes of the run
 */
record TrainerDocument(
    String trainer,
    RunRow run,
    int epochs,
    @Nullable PhaseRow phase,
    @Nullable ProgressRow current,
    long optimizerSteps,
    List<Note> notes) {
  /** The phase's name in the names of groups. */
  private static final String KEY = "training";

  /**
   * The parts of a checkpoint.
   *
   * @param epochs the largest number of epochs of the phase
   * @param over the completed phase; null while it runs
   * @param current its progress; empty when it is completed
   */
  static CheckpointParts parts(
      Provenance run,
      int epochs,
      @Nullable PhaseRecord over,
      Optional<PhaseProgress> current,
      TrainingState now,
      List<Note> notes) {
    GroupWriter groups = new GroupWriter();
    groups.state(now, List.of());
    TrainerDocument document =
        new TrainerDocument(
            TrainerRun.TRAINER,
            RunRow.of(run),
            epochs,
            over == null ? null : PhaseRow.of(KEY, over, groups),
            current.map(at -> ProgressRow.of(KEY, at, groups)).orElse(null),
            now.steps(),
            notes);
    return new CheckpointParts(document, groups.groups());
  }

  /**
   * Reads a document.
   *
   * @throws CorruptDataException if it is none of a {@link Trainer}
   */
  static TrainerDocument of(SavedCheckpoint saved) {
    TrainerDocument document = saved.state(TrainerDocument.class);
    if ((document.phase == null) == (document.current == null)) {
      throw new CorruptDataException(
          saved.path(), "a current or a completed phase", "both or neither", "use an older one");
    }
    return document;
  }

  /** The completed phase, if it is completed. */
  Optional<PhaseRecord> over(GroupReader groups) {
    return Optional.ofNullable(phase).map(row -> row.toRecord(groups));
  }

  /** The progress of the phase, if it is not completed; the caller closes it. */
  Optional<PhaseProgress> progress(GroupReader groups) {
    return Optional.ofNullable(current).map(row -> row.toProgress(groups));
  }

  /** The state that every step changes, which the caller closes. */
  TrainingState state(GroupReader groups) {
    return groups.state(GroupWriter.STATE, optimizerSteps);
  }
}
