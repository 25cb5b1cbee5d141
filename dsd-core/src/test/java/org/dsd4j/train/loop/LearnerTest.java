package org.dsd4j.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;

/** A run by another learner than that of this process. */
class LearnerTest {
  /** Learns on a network of its own: the state is carried there and back for each step. */
  private static final class ElsewhereLearner implements Learner {
    private final Learner here;
    private final Network from;
    private final Updater fromUpdater;
    private final Network to;
    private final Updater toUpdater;
    private final TrainingSettings settings;
    private final DataLoader loader;
    private final TrainingStep step;
    private final AtomicInteger steps;

    ElsewhereLearner(
        TrainingSettings settings,
        Updater updater,
        Note.Book notes,
        Network to,
        AtomicInteger steps) {
      this.here = new LocalLearner(settings, updater, notes);
      this.settings = settings;
      this.loader = settings.trainingLoader();
      this.from = settings.network();
      this.fromUpdater = updater;
      this.to = to;
      this.toUpdater = new Updater(to, settings.optimizer(), settings.clipping());
      this.step = TrainingStep.of(to, new SoftmaxCrossEntropy(), toUpdater);
      this.steps = steps;
    }

    @Override
    public long stepsPerEpoch() {
      return here.stepsPerEpoch();
    }

    @Override
    public Steps epoch(int epochOfRun, long firstStep) {
      var batches = loader.epoch(epochOfRun, firstStep);
      return new Steps() {
        @Override
        public boolean hasNext() {
          return batches.hasNext();
        }

        @Override
        public Next next() {
          var batch = batches.next();
          return new Next() {
            @Override
            public int samples() {
              return batch.size();
            }

            @Override
            public TrainingStep.Taken take(TrainingListener.Step at) {
              steps.incrementAndGet();
              carry(from, fromUpdater, to, toUpdater);
              var taken = step.take(batch, at.learningRate(), settings.randomness(at, epochOfRun));
              carry(to, toUpdater, from, fromUpdater);
              return taken;
            }
          };
        }

        @Override
        public void close() {
          batches.close();
        }
      };
    }

    private static void carry(Network from, Updater updater, Network to, Updater toUpdater) {
      try (WeightSnapshot weights = from.snapshot();
          UpdaterSnapshot state = updater.snapshot()) {
        to.restore(weights);
        toUpdater.restore(state);
      }
      for (Parameter parameter : from.parameters()) {
        Parameter twin = to.parameter(parameter.name());
        parameter.mask().ifPresentOrElse(twin::setMask, twin::dropMask);
      }
    }

    @Override
    public void computeGradients(PhaseSettings phase, int mostBatches, List<Parameter> parameters) {
      here.computeGradients(phase, mostBatches, parameters);
    }

    @Override
    public void close() {
      here.close();
      loader.close();
      step.close();
      toUpdater.close();
    }
  }

  private static DsdTrainer.Builder trainer(Network network) {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9).weightDecay(1e-3))
        .training(new Blobs(40, 4, 1), batchSize(16))
        .validation(new Blobs(20, 4, 2))
        .schedule(
            DsdSchedule.builder()
                .dense(epochs(2), learningRate(0.05))
                .sparse(0.5, epochs(1), learningRate(0.05))
                .reDense(epochs(1), learningRate(0.01))
                .build())
        .withControl()
        .seed(5);
  }

  @Test
  void learningElsewhereEndsWithTheSameBits() {
    AtomicInteger steps = new AtomicInteger();
    try (Network network = SmallNets.dense(4, 3);
        Network same = SmallNets.dense(4, 3);
        Network elsewhere = SmallNets.dense(4, 99);
        DsdResult expected = trainer(network).build().fit();
        DsdResult result =
            trainer(same)
                .learner(
                    (settings, updater, notes) ->
                        new ElsewhereLearner(settings, updater, notes, elsewhere, steps))
                .build()
                .fit()) {
      assertThat(steps).hasValue(3 * (2 + 1 + 1 + 1 + 1));
      assertThat(same.snapshot().sha256()).isEqualTo(network.snapshot().sha256());
      for (int i = 0; i < expected.phases().size(); i++) {
        assertThat(result.phases().get(i).value()).isEqualTo(expected.phases().get(i).value());
      }
      assertThat(result.control().get(1).value()).isEqualTo(expected.control().get(1).value());
    }
  }
}
