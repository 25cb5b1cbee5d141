package org.dsd4j.dsd;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.stream.Stream;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.record.Best;
import org.dsd4j.train.record.EpochRecord;

/**
 * A run of two rounds with everything that could lose its place: augmentation, dropout, running
 * means, a smaller last batch, early stopping, best weights restored, and a control.
 */
final class Cuttable {
  /** Steps of an epoch. */
  static final int STEPS = 3;

  private Cuttable() {}

  static Network network(long seed) {
    return network(seed, ElementType.FLOAT32);
  }

  static Network network(long seed, ElementType type) {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(12))
        .add("norm", new BatchNorm())
        .add("relu", Activate.relu())
        .add("drop", new Dropout(0.2))
        .add("fc2", new Dense(4))
        .elementType(type)
        .build(Seed.of(seed));
  }

  /** Rates are so many times those of a run that learns. */
  static DsdSchedule schedule(double rates) {
    return DsdSchedule.builder()
        .dense(epochs(2).restoringBest(), learningRate(0.05 * rates).cosine())
        .sparse(0.5, epochs(4).earlyStopping(1), learningRate(0.02 * rates))
        .reDense(epochs(1), learningRate(0.01 * rates))
        .sparse(0.25, epochs(1), learningRate(0.01 * rates))
        .reDense(epochs(2), learningRate(0.005 * rates).cosine())
        .build();
  }

  static DsdTrainer.Builder trainer(Network network, Optimizer optimizer) {
    return trainer(network, optimizer, new SoftmaxCrossEntropy(), noise(0)).schedule(schedule(1));
  }

  /** The same with the default of every choice of DSD, and without its schedule. */
  static DsdTrainer.Builder plain(Network network, Optimizer optimizer) {
    return plain(network, optimizer, new SoftmaxCrossEntropy(), noise(0));
  }

  /** The same with another loss and augmentation, and without its schedule. */
  static DsdTrainer.Builder trainer(
      Network network, Optimizer optimizer, Loss loss, Transform augmentation) {
    return plain(network, optimizer, loss, augmentation).regrowth(Regrowth.normal(0.01));
  }

  private static DsdTrainer.Builder plain(
      Network network, Optimizer optimizer, Loss loss, Transform augmentation) {
    return DsdTrainer.builder()
        .network(network)
        .loss(loss)
        .optimizer(optimizer)
        .training(new Blobs(70, 4, 1), batchSize(32), augmentation)
        .validation(new Blobs(40, 4, 2))
        .metric(new Accuracy())
        .withControl()
        .workers(2)
        .seed(11);
  }

  static String sha256(Network network) {
    try (WeightSnapshot weights = network.snapshot()) {
      return weights.sha256();
    }
  }

  /** Noise that makes so large a share of samples too large for a batch's variance. */
  static Transform noise(double tooLarge) {
    return (sample, random) -> {
      float[] values = sample.features().array().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.3 * random.nextGaussian());
      }
      if (tooLarge > 0 && Math.abs(random.nextDouble() - 0.5) < tooLarge / 2) {
        for (int i = 0; i < values.length; i++) {
          values[i] *= 1e30f;
        }
      }
      return new Sample(new Values(sample.features().shape(), values), sample.target());
    };
  }

  /** All that came out of a run but times. */
  static String outcome(DsdResult result) {
    StringBuilder text = new StringBuilder(result.weightsSha256());
    Stream.concat(result.phases().stream(), result.control().stream())
        .forEach(
            phase -> {
              text.append('\n').append(phase.record().name()).append(phase.sparsity().rows());
              text.append(phase.record().last()).append(phase.record().stoppedEarly());
              text.append(phase.record().setbacks());
              for (EpochRecord epoch : phase.record().epochs()) {
                text.append('\n').append(epoch.epoch()).append(' ').append(epoch.trainingLoss());
                text.append(epoch.validationLoss()).append(epoch.metrics());
                text.append(epoch.learningRate());
              }
              Best best = phase.best();
              text.append('\n').append(best.epoch()).append(best.weights().sha256());
            });
    return text.append(result.histograms()).append(result.regrown()).toString();
  }
}
