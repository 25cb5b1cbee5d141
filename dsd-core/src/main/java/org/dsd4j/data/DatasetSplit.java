package org.dsd4j.data;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;

/**
 * The two parts of a data set, for training and validation. Each sample is in one of them, in the
 * order of the whole.
 *
 * @param training the part for training, usually the larger one
 * @param validation the rest
 * @see Dataset#split
 */
public record DatasetSplit(Dataset training, Dataset validation) {
  static DatasetSplit of(Dataset whole, double trainingShare, Seed seed) {
    Check.argument(
        trainingShare > 0 && trainingShare < 1,
        "share of the training part",
        "a fraction above 0 and below 1",
        trainingShare,
        "pass 0.9, say");
    boolean[] trained = new boolean[whole.size()];
    groups(whole)
        .forEach(
            (label, group) -> {
              Shuffle.shuffle(group, seed.derive("split").derive(label).stream());
              int count = trainingCount(group.length, trainingShare);
              Arrays.stream(group, 0, count).forEach(index -> trained[index] = true);
            });
    int[] training = IntStream.range(0, trained.length).filter(i -> trained[i]).toArray();
    int[] validation = IntStream.range(0, trained.length).filter(i -> !trained[i]).toArray();
    Check.argument(
        validation.length > 0,
        "split of " + whole.name(),
        "something for both parts",
        "no two samples of one class",
        "take a larger data set");
    return new DatasetSplit(new DatasetPart(whole, training), new DatasetPart(whole, validation));
  }

  /** The samples' indices by class, or all of them together if targets are not classes. */
  static Map<Integer, int[]> groups(Dataset whole) {
    if (!ClassBalance.isOfClasses(whole)) {
      return Map.of(0, IntStream.range(0, whole.size()).toArray());
    }
    int[] labels = ClassBalance.labels(whole).toArray();
    return IntStream.range(0, whole.size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                index -> labels[index],
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    list -> list.stream().mapToInt(Integer::intValue).toArray())));
  }

  /** Each part has at least one sample if there are two; a single one is for training. */
  private static int trainingCount(int size, double share) {
    int rounded = (int) Math.round(size * share);
    return size == 1 ? 1 : Math.max(1, Math.min(size - 1, rounded));
  }

  @Override
  public String toString() {
    return "training: " + training + "; validation: " + validation;
  }
}
