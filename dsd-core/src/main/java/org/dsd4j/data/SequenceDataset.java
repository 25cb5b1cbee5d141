package org.dsd4j.data;

import java.util.List;
import java.util.function.Function;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Sequences of different lengths on the heap: features [t, ...] and targets [l, ...], where t and l
 * may differ between samples and all other extents are equal.
 */
public final class SequenceDataset implements Dataset {
  private final String name;
  private final List<Sample> samples;
  private final Shape featureShape;
  private final Shape targetShape;
  private final List<String> classNames;

  private SequenceDataset(String name, List<Sample> samples, List<String> classNames) {
    this.name = name;
    this.samples = List.copyOf(samples);
    this.classNames = List.copyOf(classNames);
    Check.argument(!samples.isEmpty(), name, "at least one sequence", "none", "add samples");
    this.featureShape = longest("features", Sample::features);
    this.targetShape = longest("target", Sample::target);
  }

  /**
   * A data set of these samples.
   *
   * @param name the data set's name
   * @param samples features [t, ...] and targets [l, ...], whose arrays are not copied
   * @param classNames the name of each class, or none
   * @throws IllegalArgumentException if there is no sample or a number is not finite
   * @throws ShapeException if other extents than the first differ
   */
  public static SequenceDataset of(String name, List<Sample> samples, List<String> classNames) {
    return new SequenceDataset(name, samples, classNames);
  }

  private Shape longest(String what, Function<Sample, Values> part) {
    Shape first = part.apply(samples.get(0)).shape();
    int most = 0;
    for (int i = 0; i < samples.size(); i++) {
      Values values = part.apply(samples.get(i));
      checkFinite(what, i, values.array());
      Shape shape = values.shape();
      if (shape.rank() != first.rank() || !shape.withFirst(first.extent(0)).equals(first)) {
        throw new ShapeException(
            what + " of sample " + i + " of " + name,
            "like those of the first, " + first + ", but for the number of steps",
            shape,
            "bring all steps to one shape");
      }
      most = Math.max(most, shape.extent(0));
    }
    return first.withFirst(most);
  }

  private void checkFinite(String what, int index, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            Check.message(
                name + ", sample " + index,
                "finite " + what,
                value,
                "repair or leave out the sample"));
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public Shape featureShape() {
    return featureShape;
  }

  @Override
  public Shape targetShape() {
    return targetShape;
  }

  @Override
  public boolean hasLengths() {
    return true;
  }

  @Override
  public int length(int index) {
    return sample(index).features().shape().extent(0);
  }

  @Override
  public Sample sample(int index) {
    return samples.get(SampleIndex.check(this, index));
  }

  @Override
  public Values target(int index) {
    return sample(index).target();
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    for (Sample sample : samples) {
      fingerprint
          .add(sample.features().shape() + " " + sample.target().shape())
          .add(sample.features().array())
          .add(sample.target().array());
    }
    return fingerprint.hex();
  }

  /** For example {@code blobs, 100 samples}. */
  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
