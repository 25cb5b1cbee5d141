package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** A metric of a network over a data set, outside of training. */
class MeasureTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void givesWhatTrainingShowsOnItsValidationData(int batch) {
    Dataset test = new Blobs(50, 4, 2);
    try (Network network = SmallNets.dense(4, 3)) {
      TrainingResult result =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.momentum(0.9))
              .training(new Blobs(60, 4, 1), batchSize(16))
              .validation(test)
              .metric(new Accuracy())
              .epochs(epochs(2), learningRate(0.05))
              .build()
              .fit();
      double shown = result.record().lastEpoch().metrics().get("accuracy");
      assertThat(new Accuracy().measure(network, test, batchSize(batch)))
          .isCloseTo(shown, within(1e-12));
    }
  }

  @Test
  void refusesSamplesThatDoNotFit() {
    Dataset wide = ArrayDataset.of("wide", Nd4j.zeros(2, 9), Nd4j.zeros(2, 1));
    Dataset strange = ArrayDataset.of("strange", Nd4j.zeros(2, 4), Nd4j.ones(2, 1).mul(7));
    try (Network network = SmallNets.dense(4, 3)) {
      assertThatThrownBy(() -> new Accuracy().measure(network, wide, batchSize(2)))
          .isInstanceOf(ShapeException.class);
      assertThatThrownBy(() -> new Accuracy().measure(network, strange, batchSize(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received 7");
    }
  }
}
