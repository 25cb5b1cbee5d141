package org.dsd4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.dsd.PhaseKind;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Contract;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;

/**
 * What every model does; a classifier of images by default. A new model's test extends this, named
 * for the class that builds it, and builds one that is small enough to learn in a second or two.
 */
public abstract class ModelContract implements Contract {
  /** How many classes the few samples have. */
  protected static final int CLASSES = 4;

  /** The network for this many classes, without dropout. */
  protected abstract NetworkBuilder build(int classes);

  /** The number of its parameters for 10 classes, counted by hand. */
  protected abstract long parametersForTenClasses();

  /** A rate at which it learns a few samples by heart. */
  protected double rate() {
    return 0.02;
  }

  /** In how many epochs. */
  protected int epochsToLearn() {
    return 40;
  }

  /** What it learns them by. */
  protected Optimizer optimizer() {
    return Sgd.momentum(0.9);
  }

  /** What it is trained for. */
  protected Loss loss() {
    return new SoftmaxCrossEntropy();
  }

  /** The shape of its outputs for this many classes. */
  protected Shape output(int classes) {
    return Shape.of(classes);
  }

  /** At most eight samples, which can be learnt by heart. */
  protected Dataset fewSamples(Network network) {
    Shape shape = network.inputShapes().values().iterator().next();
    int count = 8;
    float[] features = new float[(int) shape.elements() * count];
    int[] labels = new int[count];
    RandomGenerator random = Seed.of(9).stream();
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
    }
    Values values = new Values(shape.batched(count), features);
    return ArrayDataset.ofClasses("few samples", values, labels, List.of("a", "b", "c", "d"));
  }

  @Override
  public boolean covers(Class<?> subject) {
    return isNamedFor(subject);
  }

  @Test
  void hasTheParametersOfItsPaper() {
    NetworkBuilder builder = build(10);
    assertThat(builder.parameterCount()).isEqualTo(parametersForTenClasses());
    try (Network network = builder.build(Seed.of(1))) {
      assertThat(network.parameterCount()).isEqualTo(parametersForTenClasses());
      assertThat(network.outputShapes().values()).first().isEqualTo(output(10));
    }
  }

  private static String weights(NetworkBuilder builder, long seed) {
    try (Network network = builder.build(Seed.of(seed));
        WeightSnapshot weights = network.snapshot()) {
      return weights.sha256();
    }
  }

  @Test
  void equalSeedsGiveEqualWeights() {
    assertThat(weights(build(10), 1))
        .isEqualTo(weights(build(10), 1))
        .isNotEqualTo(weights(build(10), 2));
  }

  /** The names of the outputs beside the main one, which learn the same. */
  private static List<String> auxiliaries(Network network) {
    return network.outputShapes().keySet().stream().skip(1).toList();
  }

  @Test
  void learnsOneBatchByHeart() {
    try (Network network = build(CLASSES).build(Seed.of(1))) {
      Trainer.Builder trainer =
          Trainer.builder()
              .network(network)
              .loss(loss())
              .optimizer(optimizer())
              .training(fewSamples(network), batchSize(8))
              .epochs(epochs(epochsToLearn()), learningRate(rate()));
      auxiliaries(network).forEach(output -> trainer.loss(output, loss(), 0.3));
      TrainingResult result = trainer.build().fit();
      assertThat(result.record().lastEpoch().trainingLoss()).isLessThan(0.1);
    }
  }

  @Test
  void isTrainedDenseSparseDense() {
    try (Network network = build(CLASSES).build(Seed.of(1))) {
      DsdTrainer.Builder trainer =
          DsdTrainer.builder()
              .network(network)
              .loss(loss())
              .optimizer(optimizer())
              .schedule(
                  DsdSchedule.builder()
                      .dense(epochs(1), learningRate(rate()))
                      .sparse(0.5, epochs(1), learningRate(rate()))
                      .reDense(epochs(1), learningRate(rate()))
                      .build())
              .training(fewSamples(network), batchSize(4));
      auxiliaries(network).forEach(output -> trainer.loss(output, loss(), 0.3));
      try (DsdResult result = trainer.build().fit()) {
        assertThat(result.phase(PhaseKind.SPARSE).sparsity().sparsity()).isBetween(0.3, 0.5);
        assertThat(result.phase(PhaseKind.RE_DENSE).sparsity().sparsity()).isZero();
        assertThat(result.phase(PhaseKind.RE_DENSE).value()).isFinite();
      }
    }
  }
}
