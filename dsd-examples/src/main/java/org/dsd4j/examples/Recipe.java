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
  /** The phases for this many dense epochs and so many of each phase after it. */
  DsdSchedule schedule(int denseEpochs, int retrainEpochs, double sparsity) {
    DsdSchedule.Builder phases =
        DsdSchedule.builder().dense(Epochs.epochs(denseEpochs), learningRate(rate).cosine());
    return round(phases, retrainEpochs, sparsity);
  }

  /** The phases for a network that was trained before: all but the dense one. */
  DsdSchedule scheduleOfTrained(int retrainEpochs, double sparsity) {
    return round(DsdSchedule.builder(), retrainEpochs, sparsity);
  }

  private DsdSchedule round(DsdSchedule.Builder phases, int retrainEpochs, double sparsity) {
    Epochs each = Epochs.epochs(retrainEpochs);
    return phases
        .sparse(sparsity, each, learningRate(rate / 10).cosine())
        .reDense(each, learningRate(rate / 100).cosine())
        .build();
  }
}
