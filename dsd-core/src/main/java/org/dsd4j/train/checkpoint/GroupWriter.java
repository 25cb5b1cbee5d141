package org.dsd4j.train.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.TensorGroup;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.train.state.StateTensors;
import org.dsd4j.train.state.TrainingState;

/** Collects the groups of tensors of a checkpoint, while its document is made. */
public final class GroupWriter {
  /** The group of the state that every step changes. */
  public static final String STATE = "state";

  /** The group of the final state, if it differs from the current one. */
  public static final String RESULT = "result";

  private final List<TensorGroup> groups = new ArrayList<>();

  /** The groups so far. */
  public List<TensorGroup> groups() {
    return groups;
  }

  /** Adds the state that every step changes, with {@code further} tensors. */
  public void state(TrainingState now, List<NamedTensor> further) {
    List<NamedTensor> tensors = new ArrayList<>(now.tensors());
    tensors.addAll(further);
    groups.add(new TensorGroup(STATE, false, tensors));
  }

  /** Adds a state that has this key in all checkpoints of the run; returns the key. */
  public String lasting(String key, TrainingState state) {
    return lasting(key, state.tensors());
  }

  /** Adds weights that have this key in all checkpoints of the run; returns the key. */
  String lasting(String key, WeightSnapshot weights) {
    return lasting(key, StateTensors.of(weights));
  }

  private String lasting(String key, List<NamedTensor> tensors) {
    groups.add(new TensorGroup(key, true, tensors));
    return key;
  }
}
