package org.dsd4j.examples.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The classification of the test samples at the end of the run, by the network and by the control.
 *
 * @param classes the number of correctly classified samples of each class
 * @param confusion the confusion matrix of the network trained by DSD, with true classes in rows;
 *     empty if there are more than {@value #MOST_IN_MATRIX} classes
 * @param controlConfusion the control's confusion matrix; empty without one
 * @param confused the most frequent confusions
 * @param bothWrong the number of samples that both classify wrongly; 0 without control
 * @param onlyDsdWrong the number that only the network trained by DSD classifies wrongly; all wrong
 *     ones without control
 * @param onlyControlWrong the number that only the control classifies wrongly
 * @param mistakes the mistakes of the network trained by DSD with the highest probabilities
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ClassErrors(
    List<ClassRow> classes,
    List<int[]> confusion,
    List<int[]> controlConfusion,
    List<ConfusedRow> confused,
    int bothWrong,
    int onlyDsdWrong,
    int onlyControlWrong,
    List<MistakeRow> mistakes) {
  /** A larger matrix would not fit on a page. */
  static final int MOST_IN_MATRIX = 20;

  private static final int MOST_CONFUSED = 20;
  private static final int MOST_MISTAKES = 24;

  /**
   * A class, its samples, and the number classified correctly; the control's is null without
   * control.
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ClassRow(String name, int samples, int recognised, @Nullable Integer byControl) {}

  /**
   * The number of samples of a class that are classified as another; the control's is null without
   * control.
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ConfusedRow(
      String expected, String answer, int count, @Nullable Integer byControl) {}

  /**
   * A wrongly classified sample.
   *
   * @param sample its index in the test part
   * @param share the probability of the network's answer
   * @param control the control's answer; null without control
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record MistakeRow(
      int sample, String expected, String answer, double share, @Nullable String control) {}

  /** Evaluates both networks; the one passed has its own weights again afterwards. */
  public static ClassErrors of(Network network, Dataset test, DsdResult result) {
    Answers dsd = Answers.of(network, test);
    @Nullable Answers control = null;
    if (result.controlWeights().isPresent()) {
      try (WeightSnapshot own = network.snapshot()) {
        network.restore(result.controlWeights().get());
        control = Answers.of(network, test);
        network.restore(own);
      }
    }
    int logits = network.outputShapes().values().iterator().next().last();
    return of(names(test, logits), dsd, control);
  }

  /**
   * The mistakes as small pictures for a page, by sample: {@code data:} addresses.
   *
   * @param test pictures [H, W, C] of one or three channels
   * @param normalization the normalisation of the pictures
   */
  public Map<Integer, String> pictures(Dataset test, Normalization normalization) {
    Map<Integer, String> pictures = new LinkedHashMap<>();
    for (MistakeRow mistake : mistakes) {
      Values features = test.sample(mistake.sample).features();
      pictures.put(mistake.sample, Thumbnail.of(features, normalization));
    }
    return pictures;
  }

  private static List<String> names(Dataset test, int classes) {
    return test.classNames().size() == classes
        ? test.classNames()
        : IntStream.range(0, classes).mapToObj(number -> "class " + number).toList();
  }

  static ClassErrors of(List<String> names, Answers dsd, @Nullable Answers control) {
    int[][] own = dsd.confusion(names.size());
    int @Nullable [][] others = control == null ? null : control.confusion(names.size());
    boolean fits = names.size() <= MOST_IN_MATRIX;
    int both = 0;
    int onlyDsd = 0;
    int onlyControl = 0;
    for (int i = 0; i < dsd.labels().length; i++) {
      boolean controlIsRight = control == null || control.isRight(i);
      both += dsd.isRight(i) || controlIsRight ? 0 : 1;
      onlyDsd += dsd.isRight(i) || !controlIsRight ? 0 : 1;
      onlyControl += dsd.isRight(i) && !controlIsRight ? 1 : 0;
    }
    return new ClassErrors(
        IntStream.range(0, names.size()).mapToObj(c -> row(names, c, own, others)).toList(),
        fits ? List.of(own) : List.of(),
        fits && others != null ? List.of(others) : List.of(),
        confused(names, own, others),
        both,
        onlyDsd,
        onlyControl,
        mistakes(names, dsd, control));
  }

  private static ClassRow row(
      List<String> names, int number, int[][] own, int @Nullable [][] others) {
    return new ClassRow(
        names.get(number),
        IntStream.of(own[number]).sum(),
        own[number][number],
        others == null ? null : others[number][number]);
  }

  private static List<ConfusedRow> confused(
      List<String> names, int[][] own, int @Nullable [][] others) {
    List<ConfusedRow> rows = new ArrayList<>();
    for (int row = 0; row < own.length; row++) {
      for (int column = 0; column < own.length; column++) {
        if (row != column && own[row][column] > 0) {
          Integer byControl = others == null ? null : others[row][column];
          rows.add(new ConfusedRow(names.get(row), names.get(column), own[row][column], byControl));
        }
      }
    }
    return rows.stream()
        .sorted(Comparator.comparingInt(ConfusedRow::count).reversed())
        .limit(MOST_CONFUSED)
        .toList();
  }

  private static List<MistakeRow> mistakes(
      List<String> names, Answers dsd, @Nullable Answers control) {
    return IntStream.range(0, dsd.labels().length)
        .filter(i -> !dsd.isRight(i))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> dsd.shares()[i]).reversed())
        .limit(MOST_MISTAKES)
        .map(
            i ->
                new MistakeRow(
                    i,
                    names.get(dsd.labels()[i]),
                    names.get(dsd.guesses()[i]),
                    dsd.shares()[i],
                    control == null ? null : names.get(control.guesses()[i])))
        .toList();
  }
}
