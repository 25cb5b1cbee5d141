package org.dsd4j.data.load;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;

/** Stacks samples that are sequences of different lengths into one padded batch. */
final class SequenceStack {
  private final Shape features;
  private final Shape targets;
  private final Padding padding;

  /**
   * A stack of samples of at most these shapes.
   *
   * @param features [T, ...]
   * @param targets [T, ...] where each step has one, else of any length
   */
  SequenceStack(Shape features, Shape targets) {
    this.features = features;
    this.targets = targets;
    this.padding = new Padding(features);
  }

  /** Whether a sample's features have such a shape. */
  boolean takesFeatures(Shape shape) {
    return Padding.fits(shape, features);
  }

  /** Whether a sample's target has such a shape. */
  boolean takesTarget(Shape shape) {
    return Padding.fits(shape, targets);
  }

  /**
   * The batch.
   *
   * @param arrays where an array of a length comes from
   */
  Batch stack(List<Sample> samples, IntFunction<float[]> arrays) {
    int size = samples.size();
    Lengths lengths =
        Lengths.of(samples.stream().mapToInt(s -> s.features().shape().extent(0)).toArray());
    Shape padded = padding.shape(lengths, size);
    boolean forEachStep = targets.extent(0) == features.extent(0);
    Shape answer = forEachStep ? targets.withFirst(padded.extent(0)) : targets;
    float[] inputs = arrays.apply(Math.multiplyExact(size, Math.toIntExact(padded.elements())));
    float[] answers = new float[Math.multiplyExact(size, Math.toIntExact(answer.elements()))];
    copy(samples, Sample::features, inputs, 0);
    copy(samples, Sample::target, answers, Dataset.NO_TARGET);
    Shape stacked = answer.equals(Shape.of(1)) ? Shape.of(size) : answer.batched(size);
    return new Batch(
        new Values(padded.batched(size), inputs), new Values(stacked, answers), size, lengths);
  }

  private static void copy(
      List<Sample> samples, Function<Sample, Values> part, float[] to, float padding) {
    int stride = to.length / samples.size();
    for (int i = 0; i < samples.size(); i++) {
      float[] values = part.apply(samples.get(i)).array();
      System.arraycopy(values, 0, to, i * stride, values.length);
      Arrays.fill(to, i * stride + values.length, (i + 1) * stride, padding);
    }
  }
}
