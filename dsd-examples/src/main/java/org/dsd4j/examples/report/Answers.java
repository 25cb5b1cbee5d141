package org.dsd4j.examples.report;

import static org.dsd4j.data.load.BatchSize.batchSize;

import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;

/**
 * What a network takes each sample of a data set for.
 *
 * @param labels the class of each sample
 * @param guesses the class of its largest logit; the first of several that are equal
 * @param shares the probability that the network gives this class
 */
@SuppressWarnings("ArrayRecordComponent") // one for a data set, and never compared
record Answers(int[] labels, int[] guesses, double[] shares) {
  private static final int BATCH = 32;

  /** Asks a network of classes for all samples, in their order. */
  static Answers of(Network network, Dataset samples) {
    Answers answers =
        new Answers(new int[samples.size()], new int[samples.size()], new double[samples.size()]);
    int from = 0;
    try (DataLoader loader = DataLoader.builder(samples, batchSize(BATCH)).build();
        EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        Tensor output =
            network
                .begin(Mode.INFERENCE, batch.size())
                .setInput(0, batch.features().shape(), batch.features().array())
                .forward(Seed.of(0))
                .output();
        answers.take(from, batch.size(), output.toFloats(), batch.targets().array());
        from += batch.size();
      }
    }
    return answers;
  }

  private void take(int from, int size, float[] logits, float[] targets) {
    int classes = logits.length / size;
    for (int i = 0; i < size; i++) {
      int first = i * classes;
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (logits[first + c] > logits[first + best]) {
          best = c;
        }
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[first + c] - logits[first + best]);
      }
      labels[from + i] = (int) targets[i];
      guesses[from + i] = best;
      shares[from + i] = 1 / sum;
    }
  }

  boolean isRight(int sample) {
    return guesses[sample] == labels[sample];
  }

  /** How many samples of each class, in rows, are taken for which, in columns. */
  int[][] confusion(int classes) {
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][guesses[i]]++;
    }
    return counts;
  }
}
