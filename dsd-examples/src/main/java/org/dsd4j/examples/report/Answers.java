package org.dsd4j.examples.report;

import static org.dsd4j.data.load.BatchSize.batchSize;

import org.dsd4j.data.Dataset;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.evaluate.PredictedBatch;
import org.dsd4j.nn.Network;

/**
 * A network's classification of each sample of a data set.
 *
 * @param labels the class of each sample
 * @param guesses the class of its largest logit; the first of equal ones
 * @param shares the probability that the network gives this class
 */
@SuppressWarnings("ArrayRecordComponent") // one per data set, never compared
record Answers(int[] labels, int[] guesses, double[] shares) {
  private static final int BATCH = 32;

  /** Classifies all samples, in their order. */
  static Answers of(Network network, Dataset samples) {
    Answers answers =
        new Answers(new int[samples.size()], new int[samples.size()], new double[samples.size()]);
    Evaluator.of(network).batchSize(batchSize(BATCH)).predict(samples, answers::take);
    return answers;
  }

  private void take(PredictedBatch batch) {
    int from = batch.first();
    float[] logits = batch.output().toFloats();
    float[] targets = batch.batch().targets().array();
    int classes = logits.length / batch.size();
    for (int i = 0; i < batch.size(); i++) {
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

  /** The confusion matrix: rows are true classes, columns are predicted ones. */
  int[][] confusion(int classes) {
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][guesses[i]]++;
    }
    return counts;
  }
}
