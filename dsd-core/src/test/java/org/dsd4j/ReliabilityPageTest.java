package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingStream;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.io.WeightFile;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.listen.MetricLines;
import org.dsd4j.train.listen.TensorBoardEvents;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.Setbacks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/reliability.md. */
class ReliabilityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reliability.md");
  private static final Path SOURCE =
      Path.of("src", "test", "java", "org", "dsd4j", "ReliabilityPageTest.java");
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** Two epochs and one each, of two batches. */
  private static final int STEPS = 8;

  @TempDir Path folder;

  private final Network network = SmallNets.dense(4, 3);

  @AfterEach
  void close() {
    network.close();
  }

  private static DsdTrainer.Builder settings(Network network) {
    return settings(network, 1);
  }

  private static DsdTrainer.Builder settings(Network network, int lastEpochs) {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(64, 4, 1), batchSize(32))
        .schedule(
            DsdSchedule.builder()
                .dense(epochs(2), learningRate(0.05))
                .sparse(0.5, epochs(1), learningRate(0.01))
                .reDense(epochs(lastEpochs), learningRate(0.01))
                .build())
        .seed(1);
  }

  @Test
  void savingAndGoingOn() throws IOException {
    DsdTrainer trainer =
        settings(network).checkpoints(folder).budget(Budget.unlimited().steps(3)).build();
    assertThatThrownBy(() -> trainer.fit())
        .isInstanceOf(TrainingStoppedException.class)
        .hasMessageContaining("the checkpoint is " + folder);
    resume(settings(network).checkpoints(folder).build());
    extend(settings(network, 2).build());
    fitFromWeights(settings(network).build());
    try (WeightFile file = WeightFile.open(bestOfTheFirstPhase())) {
      assertThat(file.loadInto(network).loaded()).contains("fc1.weight");
    }
  }

  private Path bestOfTheFirstPhase() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains("phase1-best")).findAny().orElseThrow();
    }
  }

  private void resume(DsdTrainer trainer) {
    try (DsdResult result = trainer.resume(folder)) {
      assertThat(result.phases()).hasSize(3);
      assertThat(result.checkpoints().written()).isPositive();
      assertThat(result.checkpoints().lastFailure()).isEmpty();
    }
  }

  private void extend(DsdTrainer trainer) {
    try (DsdResult result = trainer.extend(folder)) {
      assertThat(result.phases().get(2).record().epochs()).hasSize(2);
    }
  }

  private void fitFromWeights(DsdTrainer trainer) {
    try (DsdResult result = trainer.fitFromWeights(folder)) {
      assertThat(result.phases()).hasSize(3);
    }
  }

  @Test
  void listeners() {
    Path out = folder;
    int[] failures = {0};
    DsdTrainer trainer =
        settings(network)
            .listener(MetricLines.into(out.resolve("metrics.jsonl")))
            .listener(TensorBoardEvents.into(out.resolve("tensorboard"), network))
            .listener(
                new TrainingListener() {
                  @Override
                  public void checkpointFailed(String reason) {
                    failures[0]++;
                  }
                })
            .build();
    trainer.fit().close();
    assertThat(failures[0]).isZero();
    assertThat(out.resolve("tensorboard/re-dense")).isNotEmptyDirectory();
    assertThat(out.resolve("metrics.jsonl")).isNotEmptyFile();
  }

  @Test
  void stepsBack() {
    DsdTrainer.Builder settings = settings(network);
    settings.whenNotFinite(NonFinitePolicy.stepBack(3));
    DsdTrainer trainer = settings.build();
    try (DsdResult result = trainer.fit()) {
      assertThat(result.phases().get(0).record().setbacks()).isEqualTo(Setbacks.none());
    }
  }

  @Test
  void flightRecorderEventsInTheProgramItself() throws InterruptedException {
    DsdTrainer trainer = settings(network).build();
    AtomicLong waited = new AtomicLong();
    try (RecordingStream events = new RecordingStream()) {
      CountDownLatch seen = new CountDownLatch(STEPS);
      events.onEvent(
          "org.dsd4j.LoaderWait", wait -> waited.addAndGet(wait.getDuration().toNanos()));
      events.onEvent("org.dsd4j.LoaderWait", wait -> seen.countDown());
      events.startAsync();
      trainer.fit().close();
      assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(waited.get()).isPositive();
  }

  @Test
  void theSnippetsSayNothingElse() throws IOException {
    String test = Files.readString(SOURCE).replaceAll("\\s", "");
    Matcher snippets = SNIPPET.matcher(Files.readString(PAGE));
    int count = 0;
    while (snippets.find()) {
      count++;
      for (String line : snippets.group(1).split("\n")) {
        assertThat(test).contains(line.replaceAll("//.*|;\\s*(//.*)?$|\\s", ""));
      }
    }
    assertThat(count).isEqualTo(4);
  }
}
