package org.dsd4j.testing;

import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/** Points around a few centres, one class each: learned within a few epochs by a small network. */
public final class Blobs implements Dataset {
  private static final int FEATURES = 6;

  private final int size;
  private final int classes;
  private final Seed seed;
  private final String name;

  /** {@code size} points in {@code classes} classes. */
  public Blobs(int size, int classes, long seed) {
    this(size, classes, seed, "blobs");
  }

  /** The same by another name, as of a folder that was renamed. */
  public Blobs(int size, int classes, long seed, String name) {
    this.size = size;
    this.classes = classes;
    this.seed = Seed.of(seed);
    this.name = name;
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
    return Shape.of(FEATURES);
  }

  @Override
  public Shape targetShape() {
    return Shape.of(1);
  }

  @Override
  public Sample sample(int index) {
    int label = index % classes;
    RandomGenerator centre = Seed.of(7).derive(label).stream();
    RandomGenerator noise = seed.derive(index).stream();
    float[] point = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      point[i] = (float) (2 * centre.nextGaussian() + noise.nextGaussian());
    }
    return new Sample(new Values(featureShape(), point), target(index));
  }

  @Override
  public Values target(int index) {
    return Values.label(index % classes);
  }

  @Override
  public List<String> classNames() {
    return List.of();
  }

  @Override
  public String fingerprint() {
    return "blobs-" + size + "-" + classes + "-" + seed.value();
  }
}
