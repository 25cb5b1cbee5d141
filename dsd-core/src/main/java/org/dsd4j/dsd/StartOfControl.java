package org.dsd4j.dsd;

import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.train.TrainingSession;

/**
 * The state that the first sparse phase starts from, kept so that the control may start there too.
 */
final class StartOfControl implements AutoCloseable {
  private final TrainingSession session;
  private final int phasesBefore;
  private final int firstEpoch;
  private final WeightSnapshot weights;
  private final UpdaterSnapshot optimizer;

  StartOfControl(TrainingSession session, int phasesBefore, int firstEpoch) {
    this.session = session;
    this.phasesBefore = phasesBefore;
    this.firstEpoch = firstEpoch;
    this.weights = session.network().snapshot();
    this.optimizer = session.updater().snapshot();
  }

  int phasesBefore() {
    return phasesBefore;
  }

  int firstEpoch() {
    return firstEpoch;
  }

  void restore() {
    session.network().restore(weights);
    session.updater().restore(optimizer);
  }

  @Override
  public void close() {
    weights.close();
    optimizer.close();
  }
}
