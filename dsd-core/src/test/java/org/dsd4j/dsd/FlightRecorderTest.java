package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What Java's Flight Recorder sees of a run of eight steps. */
class FlightRecorderTest {
  private static final int STEPS = 8;

  @TempDir Path folder;

  private List<RecordedEvent> recorded() throws IOException {
    Path file = folder.resolve("run.jfr");
    try (Recording recording = new Recording();
        Network network = Cuttable.network(3)) {
      recording.setName("run");
      recording.start();
      DsdTrainer trainer =
          Cuttable.trainer(network, Sgd.momentum(0.9))
              .checkpoints(Checkpoints.in(folder.resolve("run")).everySteps(1_000))
              .budget(Budget.unlimited().steps(STEPS))
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(TrainingStoppedException.class);
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("org.dsd4j."))
        .toList();
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("org.dsd4j." + name))
        .toList();
  }

  private static <T> List<T> values(List<RecordedEvent> events, Function<RecordedEvent, T> value) {
    return events.stream().map(value).toList();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "others do not tell the resident memory")
  void stepsWaitsEvaluationsMemoryAndCheckpointsAreSeen() throws IOException {
    List<RecordedEvent> events = recorded();
    List<RecordedEvent> steps = named(events, "TrainingStep");
    assertThat(values(steps, e -> e.getString("phase")))
        .containsExactly("dense", "dense", "dense", "dense", "dense", "dense", "sparse", "sparse");
    assertThat(values(steps, e -> e.getInt("epoch"))).containsExactly(1, 1, 1, 2, 2, 2, 1, 1);
    assertThat(values(steps, e -> e.getLong("batch")))
        .containsExactly(1L, 2L, 3L, 1L, 2L, 3L, 1L, 2L);
    assertThat(steps)
        .allSatisfy(
            step -> {
              assertThat(step.getDouble("loss")).isPositive();
              assertThat(step.getDuration()).isPositive();
              assertThat(step.getStackTrace()).isNull();
            });
    assertThat(named(events, "LoaderWait")).hasSize(STEPS);
    assertThat(values(named(events, "Validation"), e -> e.getInt("epoch"))).containsExactly(1, 2);
    assertThat(named(events, "NativeMemory"))
        .hasSize(2)
        .allSatisfy(
            memory -> {
              // Weights, gradients and momentum of 160 numbers at least.
              assertThat(memory.getLong("held")).isBetween(3L * 4 * 160, 100_000_000L);
              assertThat(memory.getLong("resident")).isBetween(10_000_000L, 100_000_000_000L);
            });
    // After the dense phase and when the budget was used up.
    assertThat(values(named(events, "CheckpointCopy"), e -> e.getLong("bytes")))
        // Weights and momentum of 160 numbers, and two statistics of 12.
        .containsExactly(4L * (2 * 160 + 24), 4L * (2 * 160 + 24));
    List<RecordedEvent> writes = named(events, "CheckpointWrite");
    assertThat(values(writes, e -> e.getBoolean("written"))).containsExactly(true, true);
    assertThat(writes.get(1).getString("outcome")).endsWith("checkpoint-000002.json");
    assertThat(writes.get(1).getThread().getJavaName()).isEqualTo("dsd4j-checkpoints");
  }

  @Test
  void everyEventIsDescribedForWhoLooksAtIt() throws IOException {
    assertThat(
            recorded().stream()
                .map(RecordedEvent::getEventType)
                .collect(Collectors.toMap(type -> type.getName(), type -> type, (a, b) -> a))
                .values())
        .hasSize(6)
        .allSatisfy(
            type -> {
              assertThat(type.getLabel()).isNotBlank();
              assertThat(type.getDescription()).isNotBlank();
              assertThat(type.getCategoryNames()).first().isEqualTo("DSD4J");
            });
  }
}
