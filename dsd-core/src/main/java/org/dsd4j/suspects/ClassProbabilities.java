package org.dsd4j.suspects;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Shuffle;
import org.dsd4j.data.Values;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.tensor.Seed;

/** A network's probability of each class for each sample of a data set. Immutable. */
public final class ClassProbabilities {
  private final double[][] rows;

  private ClassProbabilities(double[][] rows) {
    this.rows = rows;
  }

  /**
   * Probabilities by sample and class.
   *
   * @param rows one for each sample, at least one, all of one length; copied
   * @throws IllegalArgumentException if rows are of different lengths, or a number is not in [0, 1]
   */
  public static ClassProbabilities of(double[]... rows) {
    Check.argument(rows.length > 0, "probabilities", "at least one row", "none", "pass one");
    double[][] copies = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copies[i] = rows[i].clone();
      Check.argument(
          copies[i].length == copies[0].length && copies[i].length > 0,
          "probabilities of sample " + i,
          copies[0].length + " numbers, one for each class",
          copies[i].length,
          "pass as many for each sample");
      for (double probability : copies[i]) {
        Check.argument(
            probability >= 0 && probability <= 1,
            "probabilities of sample " + i,
            "numbers from 0 to 1",
            probability,
            "pass the softmax of logits; after a training that diverged there is none");
      }
    }
    return new ClassProbabilities(copies);
  }

  /**
   * The softmax of a network's main output in inference; the output itself where that is a {@link
   * Softmax}.
   *
   * @throws IllegalArgumentException if targets are not class numbers, the output is not one number
   *     for each class, or it is not finite
   */
  public static ClassProbabilities of(Network network, Dataset dataset) {
    checkClasses(dataset);
    int classes = dataset.classNames().size();
    boolean areProbabilities = endsWithSoftmax(network);
    List<Values> outputs = Evaluator.predict(network, dataset);
    double[][] rows = new double[outputs.size()][];
    for (int i = 0; i < rows.length; i++) {
      float[] output = outputs.get(i).array();
      Check.argument(
          output.length == classes,
          "output of the network for " + dataset.describe(i),
          "a number for each of the " + classes + " classes",
          outputs.get(i).shape(),
          "take the network that classifies these data");
      rows[i] = areProbabilities ? doubles(output) : softmax(output);
    }
    return of(rows);
  }

  private static boolean endsWithSoftmax(Network network) {
    String main = network.outputShapes().keySet().iterator().next();
    return network.nodes().stream()
        .anyMatch(node -> node.name().equals(main) && node.layer() instanceof Softmax);
  }

  /**
   * Probabilities by networks that have not seen the sample: the data is cut at random into folds
   * with the classes in proportion, and each fold is judged by a network that was trained on the
   * others (cross-validation).
   *
   * @param folds the number of folds, at least 2
   * @param seed the seed of the cut
   * @param training trains a new network on these samples; it is closed when it has judged
   * @throws IllegalArgumentException if targets are not class numbers, or a fold would be empty
   */
  public static ClassProbabilities outOfSample(
      Dataset dataset, int folds, Seed seed, Function<Dataset, Network> training) {
    checkClasses(dataset);
    Check.argument(
        folds >= 2 && folds <= dataset.size(),
        "folds of " + dataset.name(),
        "a number from 2 to " + dataset.size() + ", the number of samples",
        folds,
        "pass 5, say");
    int[] foldOf = folds(labels(dataset), folds, seed);
    double[][] rows = new double[dataset.size()][];
    for (int fold = 0; fold < folds; fold++) {
      int[] judged = indices(foldOf, fold, true);
      try (Network network = training.apply(dataset.select(indices(foldOf, fold, false)))) {
        double[][] ofFold = of(network, dataset.select(judged)).rows;
        for (int i = 0; i < judged.length; i++) {
          rows[judged[i]] = ofFold[i];
        }
      }
    }
    return new ClassProbabilities(rows);
  }

  /** The fold of each sample: they are dealt out in turn, class by class, each in random order. */
  private static int[] folds(int[] labels, int folds, Seed seed) {
    int[] foldOf = new int[labels.length];
    int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
    int next = 0;
    for (int label : classes) {
      int[] samples = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
      Shuffle.shuffle(samples, seed.derive("folds").derive(label).stream());
      for (int sample : samples) {
        foldOf[sample] = next++ % folds;
      }
    }
    return foldOf;
  }

  private static int[] indices(int[] foldOf, int fold, boolean within) {
    return IntStream.range(0, foldOf.length).filter(i -> (foldOf[i] == fold) == within).toArray();
  }

  /** The classes that the samples have by their labels; {@link Dataset#NO_TARGET} of none. */
  static int[] labels(Dataset dataset) {
    return ClassBalance.labels(dataset).toArray();
  }

  private static void checkClasses(Dataset dataset) {
    Check.argument(
        ClassBalance.isOfClasses(dataset),
        "suspects of " + dataset.name(),
        "class numbers with names",
        "targets " + dataset.spec().targets() + " and the class names " + dataset.classNames(),
        "pass data whose targets are classes");
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static double[] softmax(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      shares[i] = Math.exp(logits[i] - largest);
      sum += shares[i];
    }
    for (int i = 0; i < logits.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** The number of samples. */
  public int samples() {
    return rows.length;
  }

  /** The number of classes. */
  public int classes() {
    return rows[0].length;
  }

  /** The probability of a class for a sample. */
  public double of(int sample, int label) {
    return rows[sample][label];
  }

  /** The most probable class; of equal ones the first. */
  public int largest(int sample) {
    int largest = 0;
    for (int label = 1; label < classes(); label++) {
      largest = rows[sample][label] > rows[sample][largest] ? label : largest;
    }
    return largest;
  }

  /** The probability of this class minus that of the most probable other one. */
  public double margin(int sample, int label) {
    double other = 0;
    for (int each = 0; each < classes(); each++) {
      other = each == label ? other : Math.max(other, rows[sample][each]);
    }
    return rows[sample][label] - other;
  }
}
