package org.dsd4j.train.checkpoint;

import org.dsd4j.io.WeightFile;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.state.StateTensors;
import org.dsd4j.train.state.TrainingState;

/** Reads the groups of tensors of a checkpoint. Nothing of the session is changed. */
public final class GroupReader {
  private final SavedCheckpoint checkpoint;
  private final TrainingSession session;

  /** A reader of a checkpoint for a session with equal settings. */
  public GroupReader(SavedCheckpoint checkpoint, TrainingSession session) {
    this.checkpoint = checkpoint;
    this.session = session;
  }

  /** The checkpoint. */
  public SavedCheckpoint checkpoint() {
    return checkpoint;
  }

  /** The network of the session. */
  public Network network() {
    return session.network();
  }

  /**
   * The tensors of a group.
   *
   * @throws org.dsd4j.data.CorruptDataException if there is none
   */
  public WeightFile group(String key) {
    return checkpoint.group(key);
  }

  /**
   * The state in a group, which the caller closes.
   *
   * @param steps the number of steps of the optimizer
   * @throws org.dsd4j.data.CorruptDataException if it is not a state of such a session
   */
  public TrainingState state(String key, long steps) {
    return StateTensors.state(group(key), steps, session.network(), session.updater());
  }

  /**
   * The weights in a group.
   *
   * @throws org.dsd4j.data.CorruptDataException if they are not of such a network
   */
  WeightSnapshot weights(String key) {
    return StateTensors.weights(group(key), session.network());
  }
}
