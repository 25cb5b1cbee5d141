package org.dsd4j.data.condition;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;

/** Data sets whose samples can be told by their number, the first of their features. */
final class NumberedSamples {
  static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

  private NumberedSamples() {}

  /** Two features, the number and its half, and the classes 0, 1, ..., 0, 1, ... */
  static Dataset inTurn(int size, int classes) {
    return of(IntStream.range(0, size).map(i -> i % classes).toArray(), classes);
  }

  static Dataset of(int[] labels, int classes) {
    float[] features = new float[2 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      features[2 * i] = i;
      features[2 * i + 1] = i / 2f;
    }
    return ArrayDataset.ofClasses(
        "numbers",
        new Values(Shape.of(labels.length, 2), features),
        labels,
        NAMES.subList(0, classes));
  }

  /** Sequences of which each step has a class. */
  static Dataset ofSteps() {
    Sample sample =
        new Sample(
            new Values(Shape.of(3, 2), new float[6]),
            new Values(Shape.of(3), new float[] {0, 1, 0}));
    return SequenceDataset.of("steps", List.of(sample, sample), List.of("a", "b"));
  }

  static List<Integer> numbers(Dataset dataset) {
    return IntStream.range(0, dataset.size())
        .map(i -> (int) dataset.sample(i).features().array()[0])
        .boxed()
        .toList();
  }

  static List<Integer> labels(Dataset dataset) {
    return ClassBalance.labels(dataset).boxed().toList();
  }

  static List<Integer> list(int[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
