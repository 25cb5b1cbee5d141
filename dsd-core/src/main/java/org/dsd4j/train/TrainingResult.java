package org.dsd4j.train;

import java.util.List;
import org.dsd4j.train.record.CheckpointCounts;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.Provenance;

/**
 * What came out of a {@link Trainer}'s run.
 *
 * @param record its epochs and the best of them
 * @param provenance what it was made of
 * @param checkpoints how many were written and how many could not be
 * @param notes what it has to tell beside, such as listeners that failed
 */
public record TrainingResult(
    PhaseRecord record, Provenance provenance, CheckpointCounts checkpoints, List<Note> notes) {
  /** Copies the notes. */
  public TrainingResult {
    notes = List.copyOf(notes);
  }
}
