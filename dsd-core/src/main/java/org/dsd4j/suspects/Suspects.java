package org.dsd4j.suspects;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.CsvLine;
import org.dsd4j.internal.Numerals;

/**
 * The samples of a data set, those with the most suspicious labels first. Of equally suspicious
 * ones the one with the lower index is first. Samples {@linkplain Dataset#NO_TARGET without a
 * class} are not among them.
 *
 * <pre>{@code
 * LearnedProbabilities learned = LearnedProbabilities.of(network, training);
 * DsdTrainer.builder()....listener(learned).build().fit();
 * Suspects suspects =
 *     Suspects.unlearned(learned.after("dense"), learned.after("sparse"), training, Unlearning.LOSS);
 * }</pre>
 *
 * @param method by what they are ranked, for tables
 * @param ranked the samples in that order
 */
public record Suspects(String method, List<Suspect> ranked) {
  /** Copies the list. */
  public Suspects {
    ranked = List.copyOf(ranked);
  }

  /**
   * Ranks by the labels that a sparse phase has unlearned.
   *
   * @param dense the probabilities after the dense phase, for the samples that were trained on
   * @param sparse the probabilities of the same samples after the sparse phase
   * @param dataset these samples, with the labels that they were trained on
   * @param by what is compared
   * @throws IllegalArgumentException if there are not as many samples or classes, or targets are
   *     not classes
   */
  public static Suspects unlearned(
      ClassProbabilities dense, ClassProbabilities sparse, Dataset dataset, Unlearning by) {
    int[] labels = labels(dense, dataset);
    checkSize(sparse, dataset, labels);
    return rank(by.toString(), sparse, labels, i -> by.score(dense, sparse, i, labels[i]));
  }

  /**
   * Ranks by the cross-entropy of the labels. Labels that are hard to learn have a large loss after
   * a few epochs, before the network learns them by heart (the small-loss trick, Han et al. 2018).
   *
   * @throws IllegalArgumentException as for {@link #unlearned}
   */
  public static Suspects byLoss(ClassProbabilities probabilities, Dataset dataset) {
    int[] labels = labels(probabilities, dataset);
    return rank("loss", probabilities, labels, i -> loss(probabilities, i, labels[i]));
  }

  /**
   * Ranks by the margin: the probability of the most probable other class, minus that of the label.
   *
   * @throws IllegalArgumentException as for {@link #unlearned}
   */
  public static Suspects byMargin(ClassProbabilities probabilities, Dataset dataset) {
    int[] labels = labels(probabilities, dataset);
    return rank("margin", probabilities, labels, i -> -probabilities.margin(i, labels[i]));
  }

  /**
   * Ranks by confident learning (Northcutt, Jiang and Chuang 2021): first the samples that count as
   * of another class, then the others; each by the margin of their label. A sample counts as of the
   * most probable one of the classes whose probability for it reaches the mean that this class has
   * over the samples with its label.
   *
   * @param outOfSample probabilities by networks that have not seen the sample, as by {@link
   *     ClassProbabilities#outOfSample}
   * @throws IllegalArgumentException as for {@link #unlearned}
   */
  public static Suspects byConfidentLearning(ClassProbabilities outOfSample, Dataset dataset) {
    int[] labels = labels(outOfSample, dataset);
    double[] thresholds = thresholds(outOfSample, labels);
    return rank(
        "confident learning",
        outOfSample,
        labels,
        i -> {
          int counted = countedAs(outOfSample, thresholds, i);
          // Margins lie between −1 and 1.
          double lead = counted >= 0 && counted != labels[i] ? 2 : 0;
          return lead - outOfSample.margin(i, labels[i]);
        });
  }

  private static double[] thresholds(ClassProbabilities probabilities, int[] labels) {
    double[] means = new double[probabilities.classes()];
    for (int label = 0; label < means.length; label++) {
      int of = label;
      // No sample counts as of a class without samples.
      means[label] =
          IntStream.range(0, labels.length)
              .filter(i -> labels[i] == of)
              .mapToDouble(i -> probabilities.of(i, of))
              .average()
              .orElse(Double.POSITIVE_INFINITY);
    }
    return means;
  }

  private static int countedAs(ClassProbabilities probabilities, double[] thresholds, int sample) {
    int counted = -1;
    for (int label = 0; label < thresholds.length; label++) {
      double probability = probabilities.of(sample, label);
      boolean reaches = probability >= thresholds[label];
      if (reaches && (counted < 0 || probability > probabilities.of(sample, counted))) {
        counted = label;
      }
    }
    return counted;
  }

  private static Suspects rank(
      String method, ClassProbabilities judge, int[] labels, IntToDoubleFunction score) {
    return new Suspects(
        method,
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] != Dataset.NO_TARGET)
            .mapToObj(i -> new Suspect(i, labels[i], judge.largest(i), score.applyAsDouble(i)))
            .sorted(Comparator.comparingDouble(Suspect::score).reversed())
            .toList());
  }

  static double loss(ClassProbabilities probabilities, int sample, int label) {
    return -Math.log(probabilities.of(sample, label));
  }

  private static int[] labels(ClassProbabilities probabilities, Dataset dataset) {
    int[] labels = ClassProbabilities.labels(dataset);
    checkSize(probabilities, dataset, labels);
    return labels;
  }

  private static void checkSize(ClassProbabilities probabilities, Dataset dataset, int[] labels) {
    int classes = dataset.classNames().size();
    Check.argument(
        probabilities.samples() == labels.length && probabilities.classes() == classes,
        "probabilities for suspects of " + dataset.name(),
        labels.length + " samples of " + classes + " classes",
        probabilities.samples() + " of " + probabilities.classes(),
        "compute them for this data set");
  }

  /**
   * The share of wrong labels among the first {@code count}.
   *
   * @param isWrong whether the sample of this index has a wrong label, such as {@code
   *     noise::isWrong}
   * @throws IllegalArgumentException if there are not as many samples
   */
  public double precision(int count, IntPredicate isWrong) {
    Check.argument(
        count >= 1 && count <= ranked.size(),
        "number of suspects",
        "1 to " + ranked.size(),
        count,
        "ask for no more than there are samples");
    return (double) ranked.stream().limit(count).filter(s -> isWrong.test(s.index())).count()
        / count;
  }

  /**
   * The same among as many as there are wrong labels, where precision and recall are equal.
   *
   * @throws IllegalArgumentException if no label is wrong
   */
  public double precision(IntPredicate isWrong) {
    return precision(wrong(isWrong), isWrong);
  }

  /**
   * The mean, over all samples with wrong labels, of the precision among those ranked up to and
   * with it: 1 if all wrong labels come first; about the share of wrong labels if the order says
   * nothing.
   *
   * @throws IllegalArgumentException if no label is wrong
   */
  public double averagePrecision(IntPredicate isWrong) {
    int wrong = wrong(isWrong);
    int found = 0;
    double sum = 0;
    for (int i = 0; i < ranked.size(); i++) {
      if (isWrong.test(ranked.get(i).index())) {
        found++;
        sum += (double) found / (i + 1);
      }
    }
    return sum / wrong;
  }

  private int wrong(IntPredicate isWrong) {
    int count = (int) ranked.stream().filter(s -> isWrong.test(s.index())).count();
    Check.argument(
        count > 0, "labels", "some that are known to be wrong", "none", "add noise to measure by");
    return count;
  }

  /**
   * All samples in their order as CSV with a line of headers: index, given class, suggested class,
   * score.
   *
   * @param classNames the names of the classes by number
   */
  public String toCsv(List<String> classNames) {
    StringBuilder lines = new StringBuilder(CsvLine.of("index", "given", "suggested", "score"));
    for (Suspect suspect : ranked) {
      lines.append(
          CsvLine.of(
              suspect.index(),
              classNames.get(suspect.label()),
              classNames.get(suspect.suggested()),
              suspect.score()));
    }
    return lines.toString();
  }

  @Override
  public String toString() {
    return method + ", " + Numerals.counted(ranked.size(), "sample");
  }
}
