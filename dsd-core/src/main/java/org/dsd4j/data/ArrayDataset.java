package org.dsd4j.data;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A data set in arrays on the heap: features [N, ...] and targets [N, ...], or N class numbers.
 *
 * <p>For images with one byte per pixel and channel, {@link
 * org.dsd4j.data.picture.ByteImageDataset} needs a quarter of the memory.
 */
public final class ArrayDataset implements Dataset {
  private final String name;
  private final int size;
  private final Shape featureShape;
  private final Shape targetShape;
  private final float[] features;
  private final float[] targets;
  private final List<String> classNames;

  private ArrayDataset(String name, Values features, Values targets, List<String> classNames) {
    this.name = name;
    Check.argument(
        features.shape().rank() >= 1 && targets.shape().rank() >= 1,
        name,
        "features and targets [N, ...]",
        "shapes " + features.shape() + " and " + targets.shape(),
        "put the number of samples first");
    this.size = features.shape().extent(0);
    this.featureShape = features.shape().unbatched();
    Shape perSample = targets.shape().unbatched();
    this.targetShape = perSample.rank() == 0 ? Shape.of(1) : perSample;
    this.features = features.array();
    this.targets = targets.array();
    this.classNames = List.copyOf(classNames);
    Check.argument(
        targets.shape().extent(0) == size,
        name,
        "as many targets as features, " + size,
        targets.shape().extent(0),
        "give every sample one target");
    checkFinite("features", this.features);
    checkFinite("targets", this.targets);
  }

  private void checkFinite(String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      // Check.argument would build a message for each of millions of values.
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            Check.message(
                name + ", sample " + i / (values.length / size),
                "finite " + what,
                values[i],
                "repair or leave out the sample"));
      }
    }
  }

  /**
   * Copies arrays into a data set.
   *
   * @param name the data set's name
   * @param features [N, ...]
   * @param targets [N, ...]; class numbers are [N] or [N, 1]
   * @throws IllegalArgumentException if the numbers of samples differ or a value is not finite
   */
  public static ArrayDataset of(String name, INDArray features, INDArray targets) {
    return new ArrayDataset(name, values(features), values(targets), List.of());
  }

  /**
   * Samples with class numbers.
   *
   * @param name the data set's name
   * @param features [N, ...]; not copied
   * @param labels N class numbers, from 0
   * @param classNames the name of each class
   * @throws IllegalArgumentException if the numbers of samples differ, a label has no class or a
   *     feature is not finite
   */
  public static ArrayDataset ofClasses(
      String name, Values features, int[] labels, List<String> classNames) {
    Labels.check(name, labels, classNames.size());
    float[] targets = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      targets[i] = labels[i];
    }
    Values stacked = new Values(Shape.of(labels.length, 1), targets);
    return new ArrayDataset(name, features, stacked, classNames);
  }

  private static Values values(INDArray array) {
    return new Values(Shape.of(array.shape()), array.dup('c').ravel().toFloatVector());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return size;
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
  public Sample sample(int index) {
    return new Sample(row(features, featureShape, index), target(index));
  }

  @Override
  public Values target(int index) {
    return row(targets, targetShape, index);
  }

  private Values row(float[] array, Shape shape, int index) {
    int length = array.length / size;
    int from = SampleIndex.check(this, index) * length;
    return new Values(shape, Arrays.copyOfRange(array, from, from + length));
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public String fingerprint() {
    return new Fingerprint().add(featureShape + " " + targetShape).add(features).add(targets).hex();
  }

  /** For example {@code blobs, 100 samples}. */
  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
