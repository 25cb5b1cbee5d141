package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.tensor.Seed;

/**
 * Images as a plain reading of a file has them, which checks nothing but what makes them readable
 * and shares no code with what it tests.
 */
public final class StoredImages {
  /** How many the whole files of these tests have. */
  public static final int COUNT = 3;

  private static final int BYTES = 256;

  private final int channels;
  private final List<byte[]> pixels = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  /** None yet, of pixels of so many bytes. */
  public StoredImages(int channels) {
    this.channels = channels;
  }

  /**
   * Adds one.
   *
   * @param image [H, W, C]
   */
  public void add(byte[] image, byte label) {
    pixels.add(image);
    labels.add(Byte.toUnsignedInt(label));
  }

  /** These, if there are some and each is of one of ten classes. */
  public Optional<StoredImages> ofTenClasses() {
    return !labels.isEmpty() && labels.stream().allMatch(label -> label < 10)
        ? Optional.of(this)
        : Optional.empty();
  }

  /** Pixels of several images, among whose first are all bytes for each of three channels. */
  public static byte[] someBytes(int count) {
    byte[] bytes = new byte[count];
    RandomGenerator random = Seed.of(count).stream();
    random.nextBytes(bytes);
    for (int i = 0; i < 3 * BYTES; i++) {
      bytes[i] = (byte) (i / 3);
    }
    return bytes;
  }

  /**
   * Fails unless a data set has these.
   *
   * @param values what becomes of each byte in each channel
   */
  public void assertAreIn(Dataset dataset, float[][] values) {
    assertThat(dataset.size()).isEqualTo(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      Sample sample = dataset.sample(i);
      assertThat(sample.target().array()).containsExactly(labels.get(i));
      float[] expected = new float[pixels.get(i).length];
      for (int j = 0; j < expected.length; j++) {
        expected[j] = values[j % channels][Byte.toUnsignedInt(pixels.get(i)[j])];
      }
      assertThat(sample.features().array()).isEqualTo(expected);
    }
  }

  /** What becomes of each byte in each channel, by a data set of these. */
  public float[][] values(Dataset dataset) {
    float[][] values = new float[channels][BYTES];
    float[] features = dataset.sample(0).features().array();
    for (int j = 0; j < features.length; j++) {
      values[j % channels][Byte.toUnsignedInt(pixels.get(0)[j])] = features[j];
    }
    return values;
  }
}
