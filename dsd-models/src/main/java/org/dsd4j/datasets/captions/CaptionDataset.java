package org.dsd4j.datasets.captions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.NamedDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleIndex;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Vocabulary;

/**
 * Captions of pictures, each one a sample, for networks that describe pictures.
 *
 * <p>A sample has two inputs: {@value #FEATURES} [D], numbers that describe the picture, and
 * {@value #WORDS}, a sequence of at most T token numbers: START, w₁, w₂, …. Its target goes along
 * the words and is one step longer, what should come after the picture and after each token: {@link
 * Dataset#NO_TARGET}, w₁, w₂, …, END. Captions of more than T − 1 words are cut off there, and then
 * have NO_TARGET in place of END; those without words are left out.
 */
public final class CaptionDataset implements NamedDataset {
  /** The input of numbers that describe the picture. */
  public static final String FEATURES = "features";

  /** The input of token numbers. */
  public static final String WORDS = "words";

  private final String name;
  private final Values pictures;
  private final SampleSpec spec;
  private final int steps;
  private final int start;
  private final int end;
  private final List<Caption> captions = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Caption(int picture, int[] words, boolean isWhole) {}

  private CaptionDataset(String name, Values pictures, Vocabulary vocabulary, int steps) {
    this.name = name;
    this.pictures = pictures;
    this.spec =
        spec(
            pictures.shape().last(),
            vocabulary.size(),
            Check.positive("steps of a caption", steps));
    this.steps = steps;
    this.start = vocabulary.index(SpecialToken.START);
    this.end = vocabulary.index(SpecialToken.END);
  }

  private static SampleSpec spec(int features, int vocabulary, int steps) {
    ValuesSpec next = ValuesSpec.of(Shape.of(steps + 1)).indices(vocabulary).sequence();
    return new SampleSpec()
        .input(FEATURES, ValuesSpec.of(Shape.of(features)))
        .input(WORDS, ValuesSpec.of(Shape.of(steps)).indices(vocabulary).sequence())
        .target(Sample.TARGET, next.along(WORDS));
  }

  /**
   * The captions of pictures, in the pictures' order.
   *
   * @param name the data set's name
   * @param pictures what describes each picture, [N, D]; not copied
   * @param captions the tokens of each caption of each picture
   * @param vocabulary their numbers, START and END in it
   * @param steps the most tokens of a caption, T, START among them
   * @throws ShapeException if the features are of another shape
   * @throws IllegalArgumentException if there are not as many pictures as lists of captions, a
   *     feature is not finite, a word has no number, or there is no caption
   */
  public static CaptionDataset of(
      String name,
      Values pictures,
      List<List<List<String>>> captions,
      Vocabulary vocabulary,
      int steps) {
    checkPictures(name, pictures, captions.size());
    CaptionDataset dataset = new CaptionDataset(name, pictures, vocabulary, steps);
    for (int picture = 0; picture < captions.size(); picture++) {
      for (List<String> caption : captions.get(picture)) {
        dataset.add(picture, vocabulary.indices(caption));
      }
    }
    Check.argument(
        !dataset.captions.isEmpty(), name, "captions with words", "none", "pass some captions");
    return dataset;
  }

  private static void checkPictures(String name, Values pictures, int described) {
    if (pictures.shape().rank() != 2) {
      throw new ShapeException(
          "pictures of " + name,
          "features [N, D]",
          pictures.shape(),
          "take the output of a layer without height and width");
    }
    int count = pictures.shape().extent(0);
    Check.argument(
        count == described,
        name,
        "the features of a picture for each of " + described + " lists of captions",
        "those of " + count + " pictures",
        "leave captions without their picture out, and pictures without captions");
    for (int i = 0; i < pictures.array().length; i++) {
      float value = pictures.array()[i];
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            Check.message(
                name + ", picture " + i / pictures.shape().last(),
                "finite features",
                value,
                "check the network that computed them"));
      }
    }
  }

  private void add(int picture, int[] words) {
    if (words.length > 0) {
      boolean isWhole = words.length < steps;
      int[] kept = isWhole ? words : Arrays.copyOf(words, steps - 1);
      captions.add(new Caption(picture, kept, isWhole));
    }
  }

  /** The number of steps of the longest of these captions, including START. */
  public static int steps(List<List<List<String>>> captions) {
    return 1 + captions.stream().flatMap(List::stream).mapToInt(List::size).max().orElse(0);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return captions.size();
  }

  @Override
  public SampleSpec spec() {
    return spec;
  }

  @Override
  public int length(int index, String input) {
    return input.equals(WORDS)
        ? 1 + captions.get(SampleIndex.check(this, index)).words.length
        : NamedDataset.super.length(index, input);
  }

  @Override
  public Sample sample(int index) {
    Caption caption = captions.get(SampleIndex.check(this, index));
    int described = pictures.shape().last();
    int from = caption.picture * described;
    float[] picture = Arrays.copyOfRange(pictures.array(), from, from + described);
    float[] words = new float[1 + caption.words.length];
    words[0] = start;
    put(caption.words, words, 1);
    return new Sample(
        Map.of(
            FEATURES,
            new Values(Shape.of(described), picture),
            WORDS,
            new Values(Shape.of(words.length), words)),
        targets(index));
  }

  @Override
  public Map<String, Values> targets(int index) {
    Caption caption = captions.get(SampleIndex.check(this, index));
    float[] target = new float[2 + caption.words.length];
    target[0] = NO_TARGET;
    put(caption.words, target, 1);
    target[1 + caption.words.length] = caption.isWhole ? end : NO_TARGET;
    return Map.of(Sample.TARGET, new Values(Shape.of(target.length), target));
  }

  private static void put(int[] words, float[] array, int at) {
    for (int i = 0; i < words.length; i++) {
      array[at + i] = words[i];
    }
  }

  @Override
  public List<String> classNames() {
    return List.of();
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint =
        new Fingerprint().add(spec + " " + start + " " + end).add(pictures.array());
    for (Caption caption : captions) {
      fingerprint.add(caption.picture + " " + caption.isWhole).add(caption.words);
    }
    return fingerprint.hex();
  }

  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
