package org.dsd4j.datasets.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.audio.AudioFeatures;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.RecordingTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Alphabet;

/**
 * Speech for CTC: features [T, F] of recordings, of different lengths, and as targets the labels
 * [L] of the transcripts' characters.
 */
public final class SpeechDataset implements Dataset {
  private static final Seed ALWAYS_THE_SAME = Seed.of(0);

  private final SpokenTexts texts;
  private final AudioFeatures features;
  private final RecordingTransform augmentation;
  private final List<Values> targets;
  private final Shape featureShape;
  private final Shape targetShape;

  private SpeechDataset(
      SpokenTexts texts,
      AudioFeatures features,
      List<Values> targets,
      RecordingTransform augmentation,
      int mostSamples) {
    this.texts = texts;
    this.features = features;
    this.targets = targets;
    this.augmentation = augmentation;
    this.featureShape = Shape.of(features.frames(mostSamples), features.size());
    int longest = targets.stream().mapToInt(target -> target.array().length).max().orElseThrow();
    this.targetShape = Shape.of(longest);
  }

  /**
   * Creates the data set of these recordings.
   *
   * @throws IllegalArgumentException if a text is empty or has a character that is not in the
   *     alphabet (the message names the text), or the features are for another rate
   */
  public static SpeechDataset of(SpokenTexts texts, AudioFeatures features, Alphabet alphabet) {
    Check.argument(
        features.rate() == texts.rate(),
        "features for " + texts.name(),
        texts.rate() + " samples a second",
        features.rate(),
        "take the recordings' rate, or resample them");
    List<Values> targets = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      targets.add(target(texts, i, alphabet));
    }
    return new SpeechDataset(
        texts, features, targets, RecordingTransform.identity(), texts.mostSamples());
  }

  private static Values target(SpokenTexts texts, int index, Alphabet alphabet) {
    String text = texts.text(index);
    Check.argument(
        !text.isEmpty(),
        texts.describeText(index),
        "a transcript",
        "an empty one",
        "leave the recording out");
    try {
      int[] labels = alphabet.encode(text);
      float[] values = new float[labels.length];
      for (int i = 0; i < labels.length; i++) {
        values[i] = labels[i];
      }
      return new Values(Shape.of(labels.length), values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(texts.describeText(index) + ": " + e.getMessage(), e);
    }
  }

  /**
   * A copy whose recordings are changed at random each time they are read.
   *
   * @param stretch the largest factor by which a recording can become longer, at least 1
   */
  public SpeechDataset augmented(RecordingTransform augmentation, double stretch) {
    Check.argument(
        stretch >= 1 && stretch <= 10, "stretch", "1 to 10", stretch, "give the largest factor");
    double most = Math.ceil(texts.mostSamples() * stretch);
    Check.argument(
        most <= Integer.MAX_VALUE,
        texts.name() + ", stretched",
        "at most " + Integer.MAX_VALUE + " samples a recording",
        (long) most,
        "leave longer recordings out");
    return new SpeechDataset(texts, features, targets, augmentation, (int) most);
  }

  /** The transcript of a recording. */
  public String text(int index) {
    return texts.text(index);
  }

  @Override
  public String describe(int index) {
    return texts.describe(index);
  }

  @Override
  public String name() {
    return texts.name();
  }

  @Override
  public int size() {
    return texts.size();
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
    return features.frames(texts.samples(index));
  }

  @Override
  public Sample sample(int index) {
    return sample(index, ALWAYS_THE_SAME.derive(index).stream());
  }

  @Override
  public Sample sample(int index, RandomGenerator random) {
    Values target = target(index);
    Recording recording = augmentation.apply(texts.recording(index, random), random);
    return new Sample(features.of(recording), target);
  }

  @Override
  public Values target(int index) {
    if (index < 0 || index >= targets.size()) {
      throw new IndexOutOfBoundsException(
          Check.message(
              "index into " + name(), "0 to " + (size() - 1), index, "ask for a sample there is"));
    }
    return targets.get(index);
  }

  @Override
  public List<String> classNames() {
    return List.of();
  }

  @Override
  public String fingerprint() {
    return texts.fingerprint();
  }

  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
