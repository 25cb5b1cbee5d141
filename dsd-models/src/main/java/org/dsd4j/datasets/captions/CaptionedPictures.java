package org.dsd4j.datasets.captions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleIndex;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * Pictures with the words of their captions, for networks that detect words in pictures (Fang et
 * al., "From Captions to Visual Concepts and Back", 2015).
 *
 * <p>Features are the part of a picture that a framing selects, [H, W, 3] from 0 to 1, decoded on
 * request; targets are [words]: 1 where a caption of the picture has the word, else 0.
 */
public final class CaptionedPictures implements Dataset {
  private static final Seed ALWAYS_THE_SAME = Seed.of(0);

  private final String name;
  private final KarpathyCaptions source;
  private final List<CaptionedPicture> pictures;
  private final Framing framing;
  private final Map<String, Integer> words = new HashMap<>();

  private CaptionedPictures(
      String name, KarpathyCaptions source, List<CaptionedPicture> pictures, Framing framing) {
    this.name = name;
    this.source = source;
    this.pictures = List.copyOf(pictures);
    this.framing = framing;
  }

  /**
   * Creates the data set of some pictures of a source, which must stay open while they are read.
   *
   * @param name the data set's name
   * @param pictures at least one picture of the source
   * @param framing selects the part of each picture
   * @param words at least one, without duplicates
   */
  public static CaptionedPictures of(
      String name,
      KarpathyCaptions source,
      List<CaptionedPicture> pictures,
      Framing framing,
      List<String> words) {
    Check.argument(
        !pictures.isEmpty(), name, "at least one picture", "none", "check the captions' splits");
    Check.argument(!words.isEmpty(), name, "at least one word", "none", "pass frequent words");
    CaptionedPictures dataset = new CaptionedPictures(name, source, pictures, framing);
    for (String word : words) {
      boolean isNew = dataset.words.put(word, dataset.words.size()) == null;
      Check.argument(isNew, name, "each word once", word + " twice", "remove one of them");
    }
    return dataset;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Shape featureShape() {
    Extent size = framing.size();
    return Shape.of(size.height(), size.width(), Picture.CHANNELS);
  }

  @Override
  public Shape targetShape() {
    return Shape.of(words.size());
  }

  @Override
  public Sample sample(int index) {
    return sample(index, ALWAYS_THE_SAME.derive(index).stream());
  }

  @Override
  public Sample sample(int index, RandomGenerator random) {
    CaptionedPicture picture = pictures.get(SampleIndex.check(this, index));
    return new Sample(source.decode(picture, framing, random), target(index));
  }

  @Override
  public Values target(int index) {
    float[] target = new float[words.size()];
    for (List<String> caption : pictures.get(SampleIndex.check(this, index)).captions()) {
      for (String word : caption) {
        Integer number = words.get(word);
        if (number != null) {
          target[number] = 1;
        }
      }
    }
    return new Values(targetShape(), target);
  }

  /** Empty: the targets are not classes, as a picture has many words. */
  @Override
  public List<String> classNames() {
    return List.of();
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(source.fingerprint());
    pictures.forEach(picture -> fingerprint.add(picture.file()));
    words.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(word -> fingerprint.add(word.getKey()));
    return fingerprint.hex();
  }

  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
