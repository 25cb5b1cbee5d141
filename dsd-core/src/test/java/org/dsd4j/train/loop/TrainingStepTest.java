package org.dsd4j.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.junit.jupiter.api.Test;

class TrainingStepTest {
  private static final Dataset DATA = new Blobs(50, 4, 1);
  private static final GradientClipping CLIPPING = GradientClipping.byNorm(0.5);

  private static Sgd optimizer() {
    return Sgd.momentum(0.9).weightDecay(1e-2);
  }

  private static Dataset pictures() {
    Shape shape = Shape.of(4, 6, 6, 2);
    float[] pixels = Numbers.floats(Numbers.normal((int) shape.elements(), 3));
    return ArrayDataset.ofClasses(
        "pictures", new Values(shape, pixels), new int[] {0, 1, 2, 0}, List.of("a", "b", "c"));
  }

  /** The losses of two epochs in a loop of one's own. */
  private static List<Double> ownLoop(Network network) {
    List<Double> losses = new ArrayList<>();
    try (Updater updater = new Updater(network, optimizer(), CLIPPING);
        TrainingStep step = TrainingStep.of(network, new SoftmaxCrossEntropy(), updater);
        DataLoader loader = DataLoader.builder(DATA, batchSize(16)).build()) {
      for (int epoch = 0; epoch < 2; epoch++) {
        try (EpochBatches batches = loader.epoch(epoch)) {
          while (batches.hasNext()) {
            Seed randomness = Seed.of(epoch).derive(losses.size());
            losses.add(step.take(batches.next(), 0.05, randomness).loss());
          }
        }
      }
    }
    return losses;
  }

  @Test
  void aLoopOfOnesOwnDoesWhatATrainerDoes() {
    try (Network own = SmallNets.dense(4, 3);
        Network trained = SmallNets.dense(4, 3)) {
      List<Double> shown = new ArrayList<>();
      Trainer.builder()
          .network(trained)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(optimizer())
          .clipping(CLIPPING)
          .training(DATA, batchSize(16))
          .order(SampleOrder.AS_STORED)
          .epochs(epochs(2), learningRate(0.05))
          .listener(
              new TrainingListener() {
                @Override
                public void stepFinished(Step step) {
                  shown.add(step.loss());
                }
              })
          .build()
          .fit();
      assertThat(ownLoop(own)).isEqualTo(shown).hasSize(8);
      assertThat(own.snapshot().sha256()).isEqualTo(trained.snapshot().sha256());
    }
  }

  @Test
  void masksHoldWeightsAtZero() {
    try (Network network = SmallNets.dense(4, 3)) {
      Parameter weight = network.parameter("fc1.weight");
      BitSet kept = new BitSet();
      kept.set(3);
      weight.setMask(Mask.of(weight.shape(), kept));
      ownLoop(network);
      float[] values = weight.value().toFloats();
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i] == 0).isEqualTo(i != 3);
      }
    }
  }

  @Test
  void aStepThatIsNotFiniteChangesNothing() {
    try (Network network = SmallNets.convolutional(3);
        Updater updater = new Updater(network, optimizer(), CLIPPING);
        DataLoader loader = DataLoader.builder(pictures(), batchSize(2)).build();
        TrainingStep step = TrainingStep.of(network, FragileLoss.beyond(0), updater);
        EpochBatches batches = loader.epoch(0)) {
      String before = network.snapshot().sha256();
      assertThatThrownBy(() -> step.take(batches.next(), 0.25, Seed.of(1)))
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageContaining("in step 1;")
          .hasMessageContaining("(now 0.25)");
      assertThat(network.snapshot().sha256()).isEqualTo(before);
      assertThat(updater.steps()).isZero();
    }
  }
}
