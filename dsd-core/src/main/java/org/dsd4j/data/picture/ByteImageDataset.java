package org.dsd4j.data.picture;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Labels;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleIndex;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;

/**
 * Images with one byte for each channel of each pixel and with class numbers, stored in memory as
 * bytes and returned as numbers from 0 to 1.
 */
public final class ByteImageDataset implements Dataset {
  private static final float WHITE = 255;

  private final String name;
  private final Shape shape;
  private final byte[][] images;
  private final int[] labels;
  private final List<String> classNames;

  /**
   * Images with class numbers.
   *
   * @param name the data set's name
   * @param shape the shape of each image, [H, W, C]
   * @param images the pixels of each image, row-major in that shape; not copied
   * @param labels the class number of each image, from 0; not copied
   * @param classNames the name of each class
   * @throws IllegalArgumentException if sizes do not fit or a label has no class
   */
  public ByteImageDataset(
      String name, Shape shape, byte[][] images, int[] labels, List<String> classNames) {
    this.name = name;
    this.shape = shape;
    this.images = images;
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
    Check.argument(
        images.length >= 1 && images.length == labels.length,
        name,
        "as many images as labels and at least one",
        images.length + " images and " + labels.length + " labels",
        "take images and labels of the same part");
    Labels.check(name, labels, classNames.size());
    for (int i = 0; i < images.length; i++) {
      Check.argument(
          images[i].length == shape.elements(),
          name + ", image " + i,
          shape.elements() + " bytes",
          images[i].length,
          "give all images the size " + shape);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape featureShape() {
    return shape;
  }

  @Override
  public Shape targetShape() {
    return Shape.of(1);
  }

  @Override
  public Sample sample(int index) {
    byte[] pixels = images[SampleIndex.check(this, index)];
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(pixels[i]) / WHITE;
    }
    return new Sample(new Values(shape, values), target(index));
  }

  @Override
  public Values target(int index) {
    return Values.label(labels[SampleIndex.check(this, index)]);
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(shape.toString());
    for (byte[] image : images) {
      fingerprint.add(image);
    }
    return fingerprint.add(labels).hex();
  }

  /** For example {@code blobs, 100 samples}. */
  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
