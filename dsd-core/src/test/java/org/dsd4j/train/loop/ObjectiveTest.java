package org.dsd4j.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Values;
import org.dsd4j.loss.BinaryCrossEntropy;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.LogSoftmax;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/** Losses and the outputs that they are given. */
class ObjectiveTest {
  private static List<String> warnings(Layer last, Loss loss) {
    Logger logger = (Logger) LoggerFactory.getLogger("org.dsd4j.train.loop.Objective");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (Network network =
            Network.builder(Shape.of(3))
                .add("fc", new Dense(2))
                .add("last", last)
                .build(Seed.of(1));
        INDArray features = Nd4j.zeros(4, 3);
        INDArray targets = Nd4j.createFromArray(new float[4][2])) {
      targets.putScalar(0, 0, 1);
      targets.putScalar(1, 0, 1);
      targets.putScalar(2, 1, 1);
      targets.putScalar(3, 1, 1);
      Trainer.builder()
          .network(network)
          .loss(loss)
          .optimizer(Sgd.plain())
          .training(ArrayDataset.of("shares", features, targets), batchSize(4))
          .epochs(epochs(1), learningRate(0.1))
          .build()
          .fit();
      return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void probabilitiesForALossOfLogitsAreToldOf() {
    assertThat(warnings(new Softmax(), new SoftmaxCrossEntropy()))
        .singleElement()
        .asString()
        .contains("loss (cross-entropy): expected logits")
        .contains("layer 'last' (Softmax)")
        .contains("train without that layer");
    assertThat(warnings(Activate.sigmoid(), new BinaryCrossEntropy()))
        .singleElement()
        .asString()
        .contains("layer 'last' (sigmoid)");
  }

  @Test
  void otherOutputsAreNot() {
    assertThat(warnings(new LogSoftmax(), new SoftmaxCrossEntropy())).isEmpty();
    assertThat(warnings(Activate.tanh(), new SoftmaxCrossEntropy())).isEmpty();
    assertThat(warnings(new Softmax(), new MeanSquaredError())).isEmpty();
  }

  @Test
  void oneLogitIsNothingForCrossEntropy() {
    ArrayDataset data =
        ArrayDataset.ofClasses(
            "yes or no",
            new Values(Shape.of(2, 3), new float[6]),
            new int[] {0, 1},
            List.of("no", "yes"));
    try (Network network = Network.builder(Shape.of(3)).add("fc", new Dense(1)).build(Seed.of(1))) {
      Trainer.Builder trainer =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.plain())
              .training(data, batchSize(2))
              .epochs(epochs(1), learningRate(0.1));
      assertThatThrownBy(trainer::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a logit for each of at least two classes")
          .hasMessageContaining("take BinaryCrossEntropy");
    }
  }
}
