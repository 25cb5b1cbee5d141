package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Adam;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An interrupt of the thread that trains, wherever it is, ends the run as a request to stop does.
 */
@Timeout(60)
class InterruptTest {
  private static final long MILLIS_OF_A_SLOW_SAMPLE = 50;

  @TempDir Path folder;

  private final AtomicReference<@Nullable Thread> trainer = new AtomicReference<>();

  private static Trainer.Builder trainer(Network network, Dataset training, Dataset validation) {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(new Adam())
        .training(training, batchSize(8))
        .validation(validation)
        .workers(2)
        .seed(3)
        .epochs(epochs(3), learningRate(0.01));
  }

  /** Interrupts whoever trains when this sample is read while that waits for it. */
  private Dataset interrupting(Dataset data, int number) {
    float[] wanted = data.sample(number).features().array();
    AtomicBoolean done = new AtomicBoolean();
    Transform slow =
        (sample, random) -> {
          Thread waiting = trainer.get();
          boolean isIt = Arrays.equals(sample.features().array(), wanted);
          if (isIt && waiting != null && !done.getAndSet(true)) {
            // By then it waits, as nothing else is left for it to do.
            sleep();
            waiting.interrupt();
            sleep();
          }
          return sample;
        };
    return data.map(slow);
  }

  private static void sleep() {
    try {
      Thread.sleep(MILLIS_OF_A_SLOW_SAMPLE);
    } catch (InterruptedException e) {
      throw new AssertionError("workers are not interrupted", e);
    }
  }

  private static List<String> backgroundThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dsd4j-"))
        .toList();
  }

  private static String sha256(Network network) {
    try (WeightSnapshot weights = network.snapshot()) {
      return weights.sha256();
    }
  }

  private static String uncut() {
    try (Network network = SmallNets.dense(4, 3)) {
      trainer(network, new Blobs(32, 4, 1), new Blobs(16, 4, 2)).build().fit();
      return sha256(network);
    }
  }

  private void endsInGoodOrder(Dataset training, Dataset validation, String where) {
    try (Network network = SmallNets.dense(4, 3)) {
      Trainer interrupted = trainer(network, training, validation).checkpoints(folder).build();
      trainer.set(Thread.currentThread());
      assertThat(catchThrowable(interrupted::fit))
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageStartingWith("stopped in phase 'training', " + where)
          .hasMessageContaining("as its thread was interrupted; the checkpoint is");
      // Whoever interrupted wants to be heard by whoever called, too.
      assertThat(Thread.interrupted()).isTrue();
      trainer.set(null);
    }
    assertThat(backgroundThreads()).isEmpty();
    try (Network network = SmallNets.dense(4, 99)) {
      trainer(network, training, validation).build().resume(folder);
      assertThat(sha256(network)).isEqualTo(uncut());
    }
  }

  @Test
  void whileItWaitsForTrainingData() {
    endsInGoodOrder(
        interrupting(new Blobs(32, 4, 1), 17), new Blobs(16, 4, 2), "epoch 1, after batch ");
  }

  @Test
  void whileItWaitsForValidationData() {
    endsInGoodOrder(
        new Blobs(32, 4, 1), interrupting(new Blobs(16, 4, 2), 11), "epoch 1, after batch 4");
  }

  @Test
  void withinAStep() {
    Thread thread = Thread.currentThread();
    try (Network network = SmallNets.dense(4, 3)) {
      Trainer interrupted =
          trainer(network, new Blobs(32, 4, 1), new Blobs(16, 4, 2))
              .checkpoints(folder)
              .listener(
                  new TrainingListener() {
                    @Override
                    public void stepFinished(Step step) {
                      if (step.epoch() == 2 && step.batch() == 3) {
                        thread.interrupt();
                      }
                    }
                  })
              .build();
      assertThat(catchThrowable(interrupted::fit))
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageContaining("epoch 2, after batch 3");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(backgroundThreads()).isEmpty();
  }
}
