package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.List;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.Note;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run has to tell stands in its result, for programs without a logger. */
class NotesTest {
  @TempDir Path folder;

  private static DsdTrainer.Builder trainer(Network network) {
    return trainer(network, 16);
  }

  private static DsdTrainer.Builder trainer(Network network, int batch) {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(64, 4, 1), batchSize(batch))
        .schedule(
            DsdSchedule.builder()
                .sparse(0.5, epochs(1), learningRate(0.01))
                .reDense(epochs(1), learningRate(0.01))
                .build());
  }

  private static List<String> texts(DsdResult result) {
    return result.notes().stream().map(Note::toString).toList();
  }

  @Test
  void whatIsPrunedAndWhatIsNot() {
    try (Network network = SmallNets.dense(4, 3);
        DsdResult result =
            trainer(network).pruning(Pruning.layerwise().exclude("fc2")).build().fit()) {
      assertThat(texts(result))
          .containsExactly(
              "sparse: pruned to sparsity: fc1.weight 0.5000; not pruned: fc1.bias, fc2.bias"
                  + " (bias); fc2.weight (excluded by 'fc2')");
    }
  }

  @Test
  void aSparsityThatEmptiesALayerIsToldBeforeTrainingAndOnce() {
    try (Network network = SmallNets.dense(4, 3)) {
      DsdTrainer trainer =
          trainer(network).pruning(Pruning.layerwise().sparsity("fc2", 0.999)).build();
      String warning =
          "warning: sparse: 'fc2.weight' keeps none of its 64 weights, so nothing passes through"
              + " them; lower its sparsity";
      try (DsdResult result = trainer.fit()) {
        assertThat(texts(result)).startsWith(warning).containsOnlyOnce(warning);
      }
    }
  }

  @Test
  void soIsALayerThatAPrunerOfAllLayersTogetherEmpties() {
    try (Network network = SmallNets.dense(4, 3)) {
      network.parameter("fc2.weight").value().set(new float[64]);
      try (DsdResult result = trainer(network).pruning(Pruning.globally()).build().fit()) {
        assertThat(texts(result))
            .anyMatch(text -> text.startsWith("warning: sparse: 'fc2.weight' keeps none of its"));
      }
    }
  }

  /** Fails where it is told so. */
  private record Failing(boolean atTheEnd) implements TrainingListener {
    @Override
    public void stepFinished(Step step) {
      if (!atTheEnd) {
        throw new IllegalStateException("my disk is full");
      }
    }

    @Override
    public void runFinished() {
      throw new IllegalStateException("cannot close");
    }
  }

  @Test
  void listenersThatFailedAtTheEndTooInBothTrainers() {
    try (Network network = SmallNets.dense(4, 3);
        DsdResult result =
            trainer(network)
                .listener(new Failing(false))
                .listener(new Failing(true))
                .build()
                .fit()) {
      assertThat(texts(result))
          .filteredOn(text -> text.startsWith("warning: listener " + Failing.class.getName()))
          .satisfiesExactly(
              step -> assertThat(step).contains("gets no further events", "my disk is full"),
              end -> assertThat(end).contains("cannot close"));
      TrainingResult plain =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.plain())
              .training(new Blobs(64, 4, 1), batchSize(16))
              .epochs(epochs(1), learningRate(0.01))
              .listener(new Failing(true))
              .build()
              .fit();
      assertThat(plain.notes()).extracting(Note::text).singleElement().asString().contains("close");
    }
  }

  @Test
  void aPrecisionThatTheKernelsHaveNot() {
    try (Network network =
            Network.builder(Shape.of(6))
                .add("fc1", new Dense(16))
                .add("fc2", new Dense(4))
                .precision(Precision.BF16)
                .kernels(new Nd4jKernels())
                .build(Seed.of(1));
        DsdResult result = trainer(network).build().fit()) {
      assertThat(network.warnings()).hasSize(1);
      assertThat(texts(result)).contains("warning: " + network.warnings().get(0));
    }
  }

  @Test
  void probabilitiesForALossOfLogits() {
    try (Network network =
            Network.builder(Shape.of(6))
                .add("fc1", new Dense(4))
                .add("shares", new Softmax())
                .build(Seed.of(1));
        DsdResult result = trainer(network).build().fit()) {
      assertThat(texts(result))
          .filteredOn(text -> text.startsWith("warning: loss (cross-entropy): expected logits"))
          .singleElement()
          .asString()
          .contains("layer 'shares' (Softmax)");
    }
  }

  @Test
  void whatLayersWarnOfInTheRunInWhichTheyDo() {
    try (Network network =
        Network.builder(Shape.of(6))
            .add("fc1", new Dense(8))
            .add("norm", new BatchNorm())
            .add("fc2", new Dense(4))
            .build(Seed.of(1))) {
      String warning = "warning: layer 'norm' (BatchNorm): expected several values";
      for (int batch : new int[] {21, 16, 21}) {
        try (DsdResult result = trainer(network, batch).build().fit()) {
          assertThat(texts(result))
              .as("of 64 samples the last is alone in batches of 21, and in no batch of 16")
              .filteredOn(text -> text.startsWith(warning))
              .hasSize(batch == 21 ? 1 : 0);
        }
      }
    }
  }

  @Test
  void aRunThatGoesOnKeepsThem() {
    try (Network network = SmallNets.dense(4, 3)) {
      DsdTrainer cut =
          trainer(network)
              .checkpoints(folder)
              .listener(new Failing(false))
              .budget(Budget.unlimited().steps(6))
              .build();
      assertThatThrownBy(cut::fit).isInstanceOf(TrainingStoppedException.class);
      try (DsdResult result = trainer(network).checkpoints(folder).build().resume(folder)) {
        assertThat(texts(result).get(0)).startsWith("sparse: pruned to sparsity");
        assertThat(texts(result)).anyMatch(text -> text.contains("my disk is full"));
        assertThat(texts(result)).anyMatch(text -> text.startsWith("The run continues from "));
      }
    }
  }
}
