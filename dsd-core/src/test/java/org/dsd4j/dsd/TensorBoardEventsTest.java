package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.testing.EventReader;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.TensorBoardEvents;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardEventsTest {
  private static final Sgd SGD = Sgd.momentum(0.9);

  @TempDir Path folder;

  private List<String> run(Path events) throws IOException {
    try (Network network = Cuttable.network(3);
        DsdResult result =
            Cuttable.trainer(network, SGD)
                .listener(TensorBoardEvents.into(events, network))
                .build()
                .fit()) {
      List<EpochRecord> dense = result.phase(PhaseKind.DENSE).record().epochs();
      Map<String, NavigableMap<Long, Float>> shown = EventReader.shown(events.resolve("dense"));
      assertThat(shown.get("loss/training"))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  3L,
                  (float) dense.get(0).trainingLoss(),
                  6L,
                  (float) dense.get(1).trainingLoss()));
      assertThat(shown.get("metrics/accuracy"))
          .containsEntry(6L, dense.get(1).metrics().get("accuracy").floatValue());
      return runs(events);
    }
  }

  private static List<String> runs(Path events) throws IOException {
    try (Stream<Path> folders = Files.list(events)) {
      return folders.map(run -> run.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void eachPhaseIsARunAndTheControlHasTheStepsOfItsCounterpart() throws IOException {
    assertThat(run(folder))
        .containsExactly(
            "control-for-re-dense",
            "control-for-re-dense-2",
            "control-for-sparse",
            "control-for-sparse-2",
            "dense",
            "re-dense",
            "re-dense-2",
            "sparse",
            "sparse-2");
    Map<String, NavigableMap<Long, Float>> dense = EventReader.shown(folder.resolve("dense"));
    assertThat(dense.keySet())
        .containsExactly(
            "learning_rate",
            "loss/step",
            "loss/training",
            "loss/validation",
            "metrics/accuracy",
            "seconds",
            "sparsity");
    assertThat(dense.get("loss/step").keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(dense.get("learning_rate").get(1L)).isEqualTo(0.05f);
    assertThat(dense.get("sparsity")).containsOnly(Map.entry(3L, 0f), Map.entry(6L, 0f));
    // A dense phase of two epochs and a sparse one of at most four come before.
    Map<String, NavigableMap<Long, Float>> reDense = EventReader.shown(folder.resolve("re-dense"));
    assertThat(reDense.get("loss/step").keySet()).containsExactly(19L, 20L, 21L);
    assertThat(EventReader.shown(folder.resolve("control-for-re-dense")).get("loss/step").keySet())
        .isEqualTo(reDense.get("loss/step").keySet());
    // Of 160 trained numbers, 120 are weights, of which half are pruned.
    Map<Long, Float> sparsity = EventReader.shown(folder.resolve("sparse")).get("sparsity");
    assertThat(sparsity.get(9L)).isCloseTo(60f / 160, within(1e-6f));
    assertThat(EventReader.shown(folder.resolve("control-for-sparse")).get("sparsity"))
        .containsEntry(9L, 0f);
  }

  @Test
  void aRunThatWasCutAndGoesOnIsShownAsOneThatWasNot() throws IOException {
    Path uncut = folder.resolve("uncut");
    run(uncut);
    Path checkpoints = folder.resolve("checkpoints");
    Path cut = folder.resolve("cut");
    boolean over = false;
    for (int part = 0; !over; part++) {
      try (Network network = Cuttable.network(3)) {
        DsdTrainer trainer =
            Cuttable.trainer(network, SGD)
                .listener(
                    part == 0
                        ? TensorBoardEvents.into(cut, network)
                        : TensorBoardEvents.behind(cut, network))
                // Each part goes on two steps before the one at which it was killed.
                .listener(killedAfter(7))
                .checkpoints(Checkpoints.in(checkpoints).everySteps(5))
                .build();
        trainer.resume(checkpoints).close();
        over = true;
      } catch (Killed e) {
        assertThat(part).isLessThan(20);
      }
    }
    assertThat(EventReader.files(cut.resolve("sparse"))).hasSizeGreaterThan(1);
    for (String phase : runs(uncut)) {
      assertThat(timeless(cut.resolve(phase))).as(phase).isEqualTo(timeless(uncut.resolve(phase)));
    }
  }

  private static Map<String, NavigableMap<Long, Float>> timeless(Path run) throws IOException {
    Map<String, NavigableMap<Long, Float>> shown = new HashMap<>(EventReader.shown(run));
    shown.remove("seconds");
    return shown;
  }

  /** Ends a run as a kill would: nothing is saved. Listeners may not throw exceptions. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static TrainingListener killedAfter(int steps) {
    int[] left = {steps};
    return new TrainingListener() {
      @Override
      public void stepFinished(Step step) {
        if (left[0]-- == 0) {
          throw new Killed();
        }
      }
    };
  }

  @Test
  void aNewRunTakesThePlaceOfTheFilesOfAnEarlierOneAndOfNoOthers() throws IOException {
    Path old = Files.createDirectories(folder.resolve("sparse-9"));
    Path ours = old.resolve("events.out.tfevents.1700000000.host.1.dsd4j");
    Path others = old.resolve("events.out.tfevents.1700000000.host.1.0");
    for (Path file : List.of(ours, others)) {
      Files.writeString(file, "whatever");
    }
    try (Network network = Cuttable.network(3)) {
      TensorBoardEvents listener = TensorBoardEvents.into(folder, network);
      assertThat(ours).exists();
      listener.phaseStarted(plan("a/b: c"), 3);
      listener.runFinished();
    }
    assertThat(ours).doesNotExist();
    assertThat(others).exists();
    assertThat(runs(folder)).containsExactly("a-b-c", "sparse-9");
  }

  private static PhaseSettings plan(String name) {
    return new PhaseSettings(name, Epochs.epochs(2), LearningRate.learningRate(0.1), 0);
  }

  @Test
  void ofALongEpochAHundredStepsAreWritten() throws IOException {
    try (Network network = Cuttable.network(3)) {
      TensorBoardEvents listener = TensorBoardEvents.into(folder, network);
      PhaseSettings plan = plan("long");
      listener.phaseStarted(plan, 1_000);
      for (int batch = 1; batch <= 1_000; batch++) {
        listener.stepFinished(new TrainingListener.Step(plan, 2, batch, 0.5, 0.1));
      }
      listener.runFinished();
    }
    assertThat(EventReader.shown(folder.resolve("long")).get("loss/step").keySet())
        .containsExactly(
            LongStream.rangeClosed(1, 100).map(i -> 1_000 + 10 * i).boxed().toArray(Long[]::new));
  }

  @Test
  void aRunThatStopsLeavesWholeFilesAndOneThatCannotWriteGoesOn() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, SGD)
              .listener(TensorBoardEvents.into(folder.resolve("events"), network))
              .listener(TensorBoardEvents.into(file, network))
              .budget(Budget.unlimited().steps(4))
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(TrainingStoppedException.class);
    }
    assertThat(EventReader.shown(folder.resolve("events/dense")).get("loss/step")).hasSize(4);
    assertThat(file).hasContent("in the way");
  }

  @Test
  void whatCannotBeDeletedIsNamed() throws IOException {
    Path events = Files.createDirectories(folder.resolve("events"));
    Path inTheWay =
        Files.createDirectories(
            events.resolve("events.out.tfevents.1700000000.host.1.dsd4j").resolve("full"));
    assertThat(inTheWay).exists();
    try (Network network = Cuttable.network(3)) {
      TensorBoardEvents listener = TensorBoardEvents.into(events, network);
      assertThatThrownBy(() -> listener.phaseStarted(plan("dense"), 3))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(events + ": earlier events cannot be deleted");
    }
  }
}
