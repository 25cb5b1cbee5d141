package org.dsd4j.train.checkpoint;

import java.util.List;
import org.dsd4j.io.tensor.TensorGroup;

/**
 * The parts of a checkpoint.
 *
 * @param document plain records, among them a field {@code trainer}, the {@linkplain
 *     ResumableRun#trainer kind} of trainer, and a field {@code run}, a {@link SavedRows.RunRow}
 * @param groups the tensors, those of every step in the group {@value GroupWriter#STATE}
 */
public record CheckpointParts(Object document, List<TensorGroup> groups) {
  /** Copies the list. */
  public CheckpointParts {
    groups = List.copyOf(groups);
  }
}
