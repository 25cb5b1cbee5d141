package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.record.EpochRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Training in bfloat16, and what becomes of it where the kernels cannot. */
class PrecisionTest {
  private static Network network(Kernels kernels) {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(16))
        .add("bn1", new BatchNorm())
        .add("relu1", Activate.relu())
        .add("fc2", new Dense(3))
        .precision(Precision.BF16)
        .kernels(kernels)
        .build(Seed.of(1));
  }

  private static List<EpochRecord> train(Network network) {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(96, 3, 1), batchSize(20))
        .epochs(epochs(6), learningRate(0.05))
        .build()
        .fit()
        .record()
        .epochs();
  }

  @Test
  void trainsInBfloat16WithWeightsInSinglePrecision() {
    Kernels kernels = new OnednnKernels();
    try (Network network = network(kernels)) {
      assumeTrue(
          kernels.computesIn(ElementType.BFLOAT16), "this processor has no units for bfloat16");
      assertThat(network.activationType()).isEqualTo(ElementType.BFLOAT16);
      List<EpochRecord> epochs = train(network);
      double first = epochs.get(0).trainingLoss();
      assertThat(epochs.get(epochs.size() - 1).trainingLoss()).isLessThan(first / 2);
      Stream.concat(network.parameters().stream(), network.statistics().stream())
          .forEach(p -> assertThat(p.value().type()).isEqualTo(ElementType.FLOAT32));
      network
          .parameters()
          .forEach(p -> assertThat(p.gradient().type()).isEqualTo(ElementType.FLOAT32));
    }
  }

  @Test
  void whereTheKernelsCannotItWarnsAndTrainsInSinglePrecision() {
    Logger logger = (Logger) LoggerFactory.getLogger(NetworkBuilder.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (Network network = network(new Nd4jKernels())) {
      assertThat(log.list)
          .filteredOn(event -> event.getLevel() == Level.WARN)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .contains("BF16", "nd4j", "computing in FLOAT32 instead");
      assertThat(network.activationType()).isEqualTo(ElementType.FLOAT32);
      List<EpochRecord> epochs = train(network);
      double first = epochs.get(0).trainingLoss();
      assertThat(epochs.get(epochs.size() - 1).trainingLoss()).isLessThan(first / 2);
    } finally {
      logger.detachAppender(log);
    }
  }
}
