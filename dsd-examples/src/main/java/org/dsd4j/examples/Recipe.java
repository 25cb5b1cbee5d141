package org.dsd4j.examples;

import static org.dsd4j.schedule.LearningRate.learningRate;

import org.dsd4j.data.Transform;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.train.Epochs;

/**
 * How an example trains. The sparse phase starts at a tenth of the dense phase's rate and the
 * re-dense one at a hundredth, as in the paper; each falls along half a cosine.
 *
 * @param title what the report is headed with
 * @param network the network, not yet built
 * @param optimizer the optimizer
 * @param augmentation what happens to a training image each time it is seen
 * @param epochs of the dense phase
 * @param batch images in a step
 * @param rate the learning rate at the start of the dense phase
 */
record Recipe(
    String title,
    NetworkBuilder network,
    Optimizer optimizer,
    Transform augmentation,
    int epochs,
    int batch,
    double rate) {
  /** The phases for this many dense epochs. */
  DsdSchedule schedule(int denseEpochs, double sparsity) {
    DsdSchedule.Builder phases =
        DsdSchedule.builder().dense(Epochs.epochs(denseEpochs), learningRate(rate).cosine());
    return round(phases, denseEpochs, sparsity);
  }

  /** The phases for a network that was trained for this many dense epochs, or for more. */
  DsdSchedule scheduleOfTrained(int denseEpochs, double sparsity) {
    return round(DsdSchedule.builder(), denseEpochs, sparsity);
  }

  private DsdSchedule round(DsdSchedule.Builder phases, int denseEpochs, double sparsity) {
    Epochs half = Epochs.epochs((denseEpochs + 1) / 2);
    return phases
        .sparse(sparsity, half, learningRate(rate / 10).cosine())
        .reDense(half, learningRate(rate / 100).cosine())
        .build();
  }
}
