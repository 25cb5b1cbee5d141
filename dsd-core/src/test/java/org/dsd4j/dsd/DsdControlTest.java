package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.Epochs.epochs;

import java.util.List;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.EarlyStopping;
import org.dsd4j.train.EpochRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control: what DSD is compared with. */
class DsdControlTest {
  private final Network network = SmallNets.dense(4, 3);

  @AfterEach
  void close() {
    network.close();
  }

  private DsdTrainer.Builder trainer() {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9).weightDecay(1e-3))
        .training(new Blobs(150, 4, 1), batchSize(32))
        .validation(new Blobs(60, 4, 2))
        .metric(new Accuracy())
        .seed(11)
        .withControl();
  }

  @Test
  void hasTheSameEpochsRatesAndDataWithoutMask() {
    DsdSchedule schedule =
        DsdSchedule.builder()
            .dense(epochs(1), learningRate(0.05))
            .sparse(0.3, epochs(2), learningRate(0.02))
            .reDense(epochs(2), learningRate(0.01))
            .build();
    try (DsdResult result = trainer().schedule(schedule).build().fit()) {
      assertThat(result.control())
          .extracting(r -> r.record().name())
          .containsExactly("control for sparse", "control for re-dense");
      for (int i = 0; i < 2; i++) {
        PhaseResult control = result.control().get(i);
        PhaseResult counterpart = result.phases().get(i + 1);
        assertThat(control.record().epochs()).hasSameSizeAs(counterpart.record().epochs());
        assertThat(control.record().lastEpoch().learningRate())
            .isEqualTo(counterpart.record().lastEpoch().learningRate());
        assertThat(control.sparsity().sparsity()).isZero();
      }
      assertThat(result.differenceToControl()).isPresent();
      assertThat(result.phase(PhaseKind.CONTROL, 1).record().name())
          .isEqualTo("control for sparse");
    }
  }

  @Test
  void followsTheRatesOfAPhaseThatStoppedEarly() {
    // Nothing is as good as an accuracy that would have to grow by 2.
    EarlyStopping hopeless = new EarlyStopping(2, 2);
    DsdSchedule stopping =
        DsdSchedule.builder()
            .dense(epochs(1), learningRate(0.05))
            .sparse(0.3, epochs(9).earlyStopping(hopeless), learningRate(0.02).cosine())
            .reDense(epochs(1), learningRate(0.01))
            .build();
    try (DsdResult result = trainer().schedule(stopping).build().fit()) {
      List<EpochRecord> sparse = result.phase(PhaseKind.SPARSE).record().epochs();
      assertThat(sparse).hasSize(3);
      assertThat(result.control().get(0).record().epochs())
          .extracting(EpochRecord::learningRate)
          .isEqualTo(sparse.stream().map(EpochRecord::learningRate).toList());
    }
  }

  @Test
  void isDsdItselfWhereNothingIsPruned() {
    // With nothing pruned, a mask that keeps all changes no bit, so both must agree exactly.
    DsdSchedule nothingPruned =
        DsdSchedule.builder()
            .dense(epochs(2), learningRate(0.05))
            .sparse(0, epochs(2), learningRate(0.02))
            .reDense(epochs(2), learningRate(0.01))
            .build();
    try (DsdResult result = trainer().schedule(nothingPruned).build().fit()) {
      for (int i = 0; i < 2; i++) {
        assertThat(result.control().get(i).record().lastEpoch().trainingLoss())
            .isEqualTo(result.phases().get(i + 1).record().lastEpoch().trainingLoss());
      }
      assertThat(result.control().get(1).best().weights().sha256())
          .isEqualTo(result.phases().get(2).best().weights().sha256());
    }
  }

  @Test
  void isDsdItselfInDoublePrecisionToo() {
    DsdSchedule nothingPruned =
        DsdSchedule.builder()
            .dense(epochs(1), learningRate(0.05))
            .sparse(0, epochs(1), learningRate(0.02))
            .reDense(epochs(1), learningRate(0.01))
            .build();
    try (Network exact = Cuttable.network(3, ElementType.FLOAT64);
        DsdResult result =
            Cuttable.trainer(exact, Sgd.momentum(0.9), new SoftmaxCrossEntropy(), Cuttable.noise(0))
                .schedule(nothingPruned)
                .build()
                .fit()) {
      assertThat(result.control().get(1).best().weights().sha256())
          .isEqualTo(result.phases().get(2).best().weights().sha256());
    }
  }
}
