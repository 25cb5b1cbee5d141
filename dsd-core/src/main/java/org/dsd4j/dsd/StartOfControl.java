package org.dsd4j.dsd;

import java.util.List;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.train.checkpoint.StateTensors;
import org.dsd4j.train.loop.TrainingSession;

/**
 * The state that the first sparse phase starts from, kept so that the control may start there too.
 */
final class StartOfControl implements AutoCloseable {
  private final int phasesBefore;
  private final int firstEpoch;
  private final WeightSnapshot weights;
  private final UpdaterSnapshot optimizer;

  StartOfControl(
      int phasesBefore, int firstEpoch, WeightSnapshot weights, UpdaterSnapshot optimizer) {
    this.phasesBefore = phasesBefore;
    this.firstEpoch = firstEpoch;
    this.weights = weights;
    this.optimizer = optimizer;
  }

  int phasesBefore() {
    return phasesBefore;
  }

  int firstEpoch() {
    return firstEpoch;
  }

  long optimizerSteps() {
    return optimizer.steps();
  }

  List<NamedTensor> tensors() {
    return StateTensors.of(weights, optimizer);
  }

  void restore(TrainingSession session) {
    session.network().restore(weights);
    session.updater().restore(optimizer);
  }

  @Override
  public void close() {
    weights.close();
    optimizer.close();
  }
}
