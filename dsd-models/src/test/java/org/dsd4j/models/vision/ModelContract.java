package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.Epochs.epochs;

import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.dsd.PhaseKind;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;

/** What every classifier of images does. */
public abstract class ModelContract {
  private static final int CLASSES = 4;

  /** The network for this many classes. */
  protected abstract NetworkBuilder build(int classes);

  /** The number of its parameters for 10 classes. */
  protected abstract long parametersForTenClasses();

  /** A rate at which it learns a few images by heart. */
  protected double rate() {
    return 0.02;
  }

  private static Dataset fewImages(Network network) {
    Shape shape = network.inputShapes().values().iterator().next();
    int count = 8;
    float[] pixels = new float[(int) shape.elements() * count];
    int[] labels = new int[count];
    RandomGenerator random = Seed.of(9).stream();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
    }
    return ArrayDataset.ofClasses(
        "few images",
        new Values(shape.batched(count), pixels),
        labels,
        List.of("a", "b", "c", "d"));
  }

  @Test
  void hasTheParametersOfItsPaper() {
    try (Network network = build(10).build(Seed.of(1))) {
      assertThat(network.parameterCount()).isEqualTo(parametersForTenClasses());
      assertThat(network.outputShapes().values()).containsExactly(Shape.of(10));
    }
  }

  @Test
  void equalSeedsGiveEqualWeights() {
    try (Network one = build(10).build(Seed.of(1));
        Network same = build(10).build(Seed.of(1));
        Network other = build(10).build(Seed.of(2))) {
      assertThat(one.snapshot().sha256())
          .isEqualTo(same.snapshot().sha256())
          .isNotEqualTo(other.snapshot().sha256());
    }
  }

  @Test
  void learnsOneBatchByHeart() {
    try (Network network = build(CLASSES).build(Seed.of(1))) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.momentum(0.9))
              .training(fewImages(network), batchSize(8))
              .epochs(epochs(40), learningRate(rate()))
              .build()
              .fit();
      assertThat(result.record().lastEpoch().trainingLoss()).isLessThan(0.1);
    }
  }

  @Test
  void isTrainedDenseSparseDense() {
    try (Network network = build(CLASSES).build(Seed.of(1))) {
      DsdTrainer trainer =
          DsdTrainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.momentum(0.9))
              .schedule(
                  DsdSchedule.builder()
                      .dense(epochs(1), learningRate(rate()))
                      .sparse(0.5, epochs(1), learningRate(rate()))
                      .reDense(epochs(1), learningRate(rate()))
                      .build())
              .training(fewImages(network), batchSize(4))
              .build();
      try (DsdResult result = trainer.fit()) {
        assertThat(result.phase(PhaseKind.SPARSE).sparsity().sparsity()).isBetween(0.3, 0.5);
        assertThat(result.phase(PhaseKind.RE_DENSE).sparsity().sparsity()).isZero();
        assertThat(result.phase(PhaseKind.RE_DENSE).value()).isFinite();
      }
    }
  }
}
