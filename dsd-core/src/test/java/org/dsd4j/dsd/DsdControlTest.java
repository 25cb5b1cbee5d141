package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EarlyStopping;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Setbacks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
      assertThat(result.differenceToControl())
          .isEqualTo(result.phase(PhaseKind.RE_DENSE).value() - result.control().get(1).value());
      assertThat(result.phase(PhaseKind.CONTROL, 1).record().name())
          .isEqualTo("control for sparse");
    }
  }

  @Test
  void weightsAfterItsLastPhaseStandInTheResultAndAgainInThatOfARunThatWasOver(
      @TempDir Path saved) {
    DsdSchedule schedule =
        DsdSchedule.builder()
            .dense(epochs(1), learningRate(0.05))
            .sparse(0.3, epochs(2), learningRate(0.02))
            .reDense(epochs(2), learningRate(0.01))
            .build();
    List<String> hashes = new ArrayList<>();
    TrainingListener last =
        new TrainingListener() {
          @Override
          public void phaseFinished(PhaseSettings phase, PhaseRecord record) {
            try (WeightSnapshot weights = network.snapshot()) {
              hashes.add(weights.sha256());
            }
          }
        };
    Checkpoints checkpoints = Checkpoints.in(saved);
    try (DsdResult result =
        trainer().schedule(schedule).checkpoints(checkpoints).listener(last).build().fit()) {
      assertThat(hashes).hasSize(5).doesNotHaveDuplicates();
      assertThat(result.controlWeights().orElseThrow().sha256()).isEqualTo(hashes.get(4));
      assertThat(result.weightsSha256()).isEqualTo(hashes.get(2));
    }
    try (DsdResult again =
            trainer().schedule(schedule).checkpoints(checkpoints).build().resume(saved);
        WeightSnapshot own = network.snapshot()) {
      assertThat(again.controlWeights().orElseThrow().sha256()).isEqualTo(hashes.get(4));
      assertThat(own.sha256()).isEqualTo(hashes.get(2));
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

  private double accuracy() {
    Blobs validation = new Blobs(60, 4, 2);
    int right = 0;
    for (int i = 0; i < validation.size(); i++) {
      float[] point = validation.sample(i).features().array();
      try (INDArray input = Nd4j.createFromArray(new float[][] {point});
          INDArray output = network.predict(input)) {
        right += output.argMax(1).getInt(0) == validation.target(i).array()[0] ? 1 : 0;
      }
    }
    return right / 60.0;
  }

  @Test
  void valuesAreThoseOfTheWeightsThatAPhaseEndsWith() {
    DsdSchedule restoring =
        DsdSchedule.builder()
            .dense(epochs(2), learningRate(0.3))
            .sparse(0.5, epochs(4).restoringBest(), learningRate(0.6))
            .reDense(epochs(6).restoringBest(), learningRate(0.6))
            .build();
    try (DsdResult result = trainer().schedule(restoring).build().fit()) {
      PhaseResult dsd = result.phase(PhaseKind.RE_DENSE);
      PhaseResult control = result.phase(PhaseKind.CONTROL);
      assertThat(dsd.record().last().value()).as("worse at last").isLessThan(dsd.best().value());
      assertThat(dsd.value()).isEqualTo(accuracy()).isEqualTo(dsd.best().value());
      assertThat(dsd.record().endEpoch().epoch()).isEqualTo(dsd.best().epoch());
      assertThat(control.value()).isEqualTo(control.best().value());
      assertThat(result.differenceToControl()).isEqualTo(dsd.value() - control.value());
    }
  }

  @Test
  void withoutRestoringValuesAreThoseOfTheLastEpoch() {
    try (DsdResult result = trainer().schedule(schedule(0.5)).build().fit()) {
      PhaseResult last = result.phase(PhaseKind.RE_DENSE);
      assertThat(last.value()).isEqualTo(last.record().last().value()).isEqualTo(accuracy());
      assertThat(last.record().endEpoch()).isEqualTo(last.record().lastEpoch());
    }
  }

  private static DsdSchedule schedule(double sparsity) {
    return DsdSchedule.builder()
        .dense(epochs(1), learningRate(0.05))
        .sparse(sparsity, epochs(3), learningRate(0.02).cosine())
        .reDense(epochs(2), learningRate(0.01))
        .build();
  }

  @Test
  void betterIsHigherOrLowerAsTheMetricHasIt() {
    DsdTrainer.Builder byLoss =
        DsdTrainer.builder()
            .network(network)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(Sgd.momentum(0.9))
            .training(new Blobs(150, 4, 1), batchSize(32))
            .validation(new Blobs(60, 4, 2))
            .withControl()
            .schedule(schedule(0.9));
    try (DsdResult result = byLoss.build().fit()) {
      double dsd = result.phase(PhaseKind.RE_DENSE).value();
      double control = result.phase(PhaseKind.CONTROL).value();
      assertThat(dsd).as("a loss that pruning made worse").isGreaterThan(control);
      assertThat(result.differenceToControl()).isEqualTo(control - dsd);
      ControlComparison comparison = result.comparison().orElseThrow();
      assertThat(comparison.isBroken()).isFalse();
      assertThat(comparison)
          .asString()
          .startsWith("validation loss ")
          .contains("worse by ")
          .endsWith("(lower is better)");
    }
  }

  /** One NaN in the second epoch of the sparse phase, of which the control has none. */
  @ParameterizedTest
  @EnumSource(names = {"SKIP_BATCH", "STEP_BACK"})
  void followsWhatItsCounterpartLeftOutAndHalved(NonFinitePolicy.Action action) {
    List<String> steps = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepFinished(Step step) {
            steps.add(
                step.phase().name() + step.epoch() + "/" + step.batch() + step.learningRate());
          }
        };
    // Five steps each epoch; with nothing pruned, the control is DSD itself.
    try (DsdResult result =
        troubled(5 + 5 + 2)
            .whenNotFinite(new NonFinitePolicy(action, 2))
            .listener(listener)
            .schedule(schedule(0))
            .build()
            .fit()) {
      PhaseRecord sparse = result.phase(PhaseKind.SPARSE).record();
      PhaseRecord control = result.control().get(0).record();
      assertThat(sparse.setbacks().isAny()).isTrue();
      assertThat(control.setbacks()).isEqualTo(Setbacks.none());
      assertThat(control.epochs())
          .extracting(EpochRecord::learningRate, EpochRecord::trainingLoss)
          .isEqualTo(
              sparse.epochs().stream()
                  .map(e -> tuple(e.learningRate(), e.trainingLoss()))
                  .toList());
      assertThat(result.control().get(1).best().weights().sha256())
          .isEqualTo(result.phases().get(2).best().weights().sha256());
      List<String> followed =
          steps.stream()
              .filter(s -> s.startsWith("control for sparse"))
              .map(s -> s.replace("control for ", ""))
              .toList();
      assertThat(steps).containsAll(followed);
      assertThat(result.comparison().orElseThrow().broken()).isEmpty();
      assertThat(result.notes())
          .filteredOn(note -> note.kind() == Note.Kind.WARNING)
          .extracting(Note::text)
          .containsExactly(
              action == NonFinitePolicy.Action.SKIP_BATCH
                  ? "sparse: 1 skipped batch and 0 steps back, as losses or gradients were not finite"
                  : "sparse: 0 skipped batches and 1 step back, as losses or gradients were not"
                      + " finite");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SKIP_BATCH", "STEP_BACK"})
  void aSetbackOfItsOwnBreaksTheComparison(NonFinitePolicy.Action action) {
    // Six epochs of DSD, and the second one of the control.
    try (DsdResult result =
        troubled(6 * 5 + 5 + 1)
            .whenNotFinite(new NonFinitePolicy(action, 2))
            .schedule(schedule(0))
            .build()
            .fit()) {
      assertThat(result.comparison().orElseThrow().broken())
          .singleElement()
          .asString()
          .startsWith("control for sparse had ")
          .endsWith(" that sparse had not");
      assertThat(result.comparison().orElseThrow().toString()).contains("no fair comparison");
    }
  }

  private DsdTrainer.Builder troubled(int steps) {
    return DsdTrainer.builder()
        .network(network)
        .loss(FragileLoss.onceAfter(steps))
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(150, 4, 1), batchSize(32))
        .validation(new Blobs(60, 4, 2))
        .metric(new Accuracy())
        .withControl();
  }
}
