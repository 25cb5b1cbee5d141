package org.dsd4j.train;

import java.util.List;
import java.util.OptionalDouble;
import org.dsd4j.train.record.CheckpointCounts;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseTable;
import org.dsd4j.train.record.Provenance;

/**
 * The result of a {@link Trainer}'s run.
 *
 * @param record its epochs and the best of them
 * @param provenance the settings, data and versions of the run
 * @param checkpoints the numbers of checkpoints written and failed
 * @param notes the notes of the run, such as listeners that failed
 */
public record TrainingResult(
    PhaseRecord record, Provenance provenance, CheckpointCounts checkpoints, List<Note> notes) {
  /** Copies the notes. */
  public TrainingResult {
    notes = List.copyOf(notes);
  }

  /** A table of epochs, loss, score, best score and time; and warnings. */
  @Override
  public String toString() {
    return PhaseTable.of(record.end()).row(PhaseTable.PhaseLine.of(record, OptionalDouble.empty()))
        + Note.warnings(notes);
  }
}
