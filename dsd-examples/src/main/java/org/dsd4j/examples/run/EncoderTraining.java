package org.dsd4j.examples.run;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.examples.report.OutputFolder;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.loss.BinaryCrossEntropy;
import org.dsd4j.models.caption.PictureEncoder;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.listen.ConsoleProgress;
import org.dsd4j.train.record.Epochs;

/**
 * Trains the network that computes pictures' features, once: its weights are stored with the run's
 * results, where a resumed run finds them.
 */
public final class EncoderTraining {
  private static final int BATCH = 64;
  private static final double RATE = 2e-3;

  private final RunOptions options;
  private final Path file;
  private final PrintWriter out;

  public EncoderTraining(RunOptions options, Path folder, PrintWriter out) {
    this.options = options;
    this.file = folder.resolve(OutputFolder.FEATURES);
    this.out = out;
  }

  /**
   * The network with its weights, trained on the training pictures only.
   *
   * @param encoder the network
   * @param pictures the training pictures, with targets that describe their contents
   * @param augmentation the random change of a picture each time it is read
   * @param validation other pictures, to show progress
   * @param epochs the number of epochs
   */
  public Network network(
      PictureEncoder encoder,
      Dataset pictures,
      Transform augmentation,
      Dataset validation,
      int epochs) {
    int logits = (int) pictures.targetShape().elements();
    Network network = encoder.network(logits).build(Seed.of(options.seed()).derive("features"));
    try {
      if (options.resume() && Files.exists(file)) {
        load(network);
      } else {
        train(network, pictures, augmentation, validation, epochs);
      }
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private void load(Network network) {
    try (WeightFile weights = WeightFile.open(file)) {
      weights.loadInto(network);
    }
    out.printf(Locale.ROOT, "Features of pictures by the network in %s%n%n", file);
    out.flush();
  }

  private void train(
      Network network, Dataset pictures, Transform augmentation, Dataset validation, int epochs) {
    out.printf(
        Locale.ROOT,
        "First a network learns what is on pictures, on %,d for training; %,d others show how"
            + " well.%n",
        pictures.size(),
        validation.size());
    out.flush();
    Trainer.builder()
        .network(network)
        .loss(new BinaryCrossEntropy())
        .optimizer(new Adam())
        .training(pictures, batchSize(BATCH), augmentation)
        .validation(validation)
        .epochs(Epochs.epochs(options.quick() ? 1 : epochs), learningRate(RATE).cosine())
        .listener(new ConsoleProgress(System.out, Terminal.isAttached()))
        .seed(options.seed())
        .build()
        .fit();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": its folder cannot be created", e);
    }
    SafeTensors.write(network, file);
    out.println();
    out.flush();
  }
}
