package org.dsd4j.datasets.pictures;

import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleIndex;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/** The pictures of a folder, cropped and scaled by a framing. */
final class FramedPictures implements Dataset {
  private static final Seed ALWAYS_THE_SAME = Seed.of(0);

  private final ImageFolder folder;
  private final Framing framing;

  FramedPictures(ImageFolder folder, Framing framing) {
    this.folder = folder;
    this.framing = framing;
  }

  @Override
  public String name() {
    return folder.name();
  }

  @Override
  public int size() {
    return folder.size();
  }

  @Override
  public Shape featureShape() {
    Extent size = framing.size();
    return Shape.of(size.height(), size.width(), Picture.CHANNELS);
  }

  @Override
  public Shape targetShape() {
    return Shape.of(1);
  }

  @Override
  public Sample sample(int index) {
    return sample(index, ALWAYS_THE_SAME.derive(index).stream());
  }

  @Override
  public Sample sample(int index, RandomGenerator random) {
    Values label = target(index);
    try (EncodedPicture picture = folder.encoded(index)) {
      return new Sample(picture.features(framing, random), label);
    }
  }

  @Override
  public Values target(int index) {
    return Values.label(folder.label(SampleIndex.check(this, index)));
  }

  @Override
  public List<String> classNames() {
    return folder.classNames();
  }

  @Override
  public String fingerprint() {
    return folder.fingerprint();
  }

  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
