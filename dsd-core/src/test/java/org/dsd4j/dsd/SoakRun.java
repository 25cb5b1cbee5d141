package org.dsd4j.dsd;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.ProcessWatch;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.ConsoleProgress;
import org.dsd4j.train.listen.MetricLines;
import org.dsd4j.train.listen.TensorBoardEvents;
import org.dsd4j.train.record.NonFinitePolicy;

/**
 * Trains a small network for many steps, with all that a long run has: phases, masks, a control,
 * augmentation, dropout, validation, checkpoints, listeners, copies to step back to. Writes what
 * the process held into a file.
 */
final class SoakRun {
  /** Phases of equal length: dense, sparse, re-dense, and the control's two. */
  private static final int PHASES = 5;

  private static final int STEPS_PER_EPOCH = 20;
  private static final int BATCH = 16;
  private static final int STRETCHES = 40;
  private static final int CLASSES = 4;
  private static final Shape IMAGE = Shape.of(10, 10, 2);

  private SoakRun() {}

  /**
   * Trains.
   *
   * @param arguments the number of steps, a folder to write into, and the file for figures
   */
  public static void main(String[] arguments) throws IOException {
    int steps = Integer.parseInt(arguments[0]);
    Path folder = Path.of(arguments[1]);
    ProcessWatch watch = new ProcessWatch(steps / STRETCHES);
    try (Network network = network();
        PrintStream console =
            new PrintStream(
                Files.newOutputStream(folder.resolve("console.txt")),
                true,
                StandardCharsets.UTF_8)) {
      trainer(network, steps / STEPS_PER_EPOCH / PHASES)
          .checkpoints(Checkpoints.in(folder.resolve("checkpoints")).everySteps(25))
          .listener(watch)
          .listener(MetricLines.into(folder.resolve("metrics.jsonl")))
          .listener(TensorBoardEvents.into(folder.resolve("tensorboard"), network))
          .listener(new ConsoleProgress(console, false))
          .build()
          .fit()
          .close();
    }
    Files.write(Path.of(arguments[2]), watch.stretches().stream().map(Object::toString).toList());
  }

  private static Network network() {
    return Network.builder(IMAGE)
        .add("conv1", new Conv2d(8, 3))
        .add("norm1", new BatchNorm())
        .add("relu1", Activate.relu())
        .add("conv2", new Conv2d(8, 3))
        .add("relu2", Activate.relu())
        .add("flatten", new Flatten())
        .add("drop", new Dropout(0.2))
        .add("fc", new Dense(CLASSES))
        .build(Seed.of(1));
  }

  private static DsdTrainer.Builder trainer(Network network, int epochs) {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9).weightDecay(1e-4))
        .training(images(STEPS_PER_EPOCH * BATCH - BATCH / 2, 1), batchSize(BATCH), noise())
        .validation(images(5 * BATCH, 2))
        .metric(new Accuracy())
        .schedule(
            DsdSchedule.builder()
                .dense(epochs(epochs), learningRate(0.02))
                .sparse(0.5, epochs(epochs), learningRate(0.01))
                .reDense(epochs(epochs), learningRate(0.01).cosine())
                .build())
        .withControl()
        .whenNotFinite(NonFinitePolicy.stepBack(3))
        .workers(2)
        .seed(1);
  }

  private static Transform noise() {
    return (sample, random) -> {
      float[] values = sample.features().array().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) random.nextGaussian();
      }
      return sample.withFeatures(new Values(IMAGE, values));
    };
  }

  /** Stripes of as many directions as there are classes, in noise. */
  private static Dataset images(int count, long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    int size = (int) IMAGE.elements();
    float[] features = new float[count * size];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
      for (int j = 0; j < size; j++) {
        int across = j / 2 % 10 * (labels[i] & 1);
        int down = j / 20 * (labels[i] >> 1);
        features[i * size + j] = (float) (Math.sin(across + down) + random.nextGaussian());
      }
    }
    return ArrayDataset.ofClasses(
        "stripes",
        new Values(Shape.of(count, 10, 10, 2), features),
        labels,
        List.of("none", "across", "down", "both"));
  }
}
