package org.dsd4j.examples.speech;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.audio.LogMel;
import org.dsd4j.audio.RecordingAugment;
import org.dsd4j.audio.SpecAugment;
import org.dsd4j.audio.Stft;
import org.dsd4j.data.Transform;
import org.dsd4j.datasets.speech.ManifestRecordings;
import org.dsd4j.datasets.speech.SpeechDataset;
import org.dsd4j.datasets.speech.SpeechManifest;
import org.dsd4j.datasets.speech.SpokenDigits;
import org.dsd4j.datasets.speech.SpokenTexts;
import org.dsd4j.examples.report.RunResult.LeftOut;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.Alphabet;

/**
 * Recordings with transcripts for the speech example.
 *
 * @param name its name in titles
 * @param parts the training and test parts
 * @param alphabet the characters of transcripts
 * @param epochs the usual number of dense epochs for its size
 * @param files the open files, which are read until the end of the run
 */
public record SpeechCorpus(
    String name, CorpusParts parts, Alphabet alphabet, int epochs, AutoCloseable files)
    implements AutoCloseable {
  /**
   * The data of a run.
   *
   * @param tests the test parts by split; the first one is evaluated after each epoch
   * @param leftOut the samples in none of them
   */
  record CorpusParts(
      SpeechDataset training, Map<String, SpeechDataset> tests, List<LeftOut> leftOut) {}

  static final int EPOCHS_OF_DIGITS = 8;
  static final int EPOCHS_OF_MANIFEST = 40;

  private static final int BANDS = 40;
  private static final int SPEECH_RATE = 16_000;
  private static final int LONGEST_SECONDS = 17;

  private static final String TEST_VOICE = "test";
  private static final int FREE_SPOKEN_DIGITS_TEST_INDICES = 5;
  private static final int STRINGS_OF_SHIPPED = 700;
  private static final int STRINGS_OF_ALL = 2000;
  private static final int TEST_STRINGS = 300;
  private static final Seed STRINGS = Seed.of(1);

  /** The spoken digits that come with the program; the test part has other speakers. */
  public static SpeechCorpus shippedDigits() {
    SpokenDigits digits = SpokenDigits.resource(SpeechCorpus.class, "spoken-digits.zip");
    SpokenDigits tests = digits.ofSpeakers(speaker -> speaker.startsWith(TEST_VOICE));
    SpokenDigits others = digits.ofSpeakers(speaker -> !speaker.startsWith(TEST_VOICE));
    return ofDigits(
        "spoken digits",
        others.training(0, STRINGS_OF_SHIPPED, STRINGS),
        tests.test(Integer.MAX_VALUE, TEST_STRINGS, STRINGS));
  }

  /**
   * Opens the recordings of a place: those of a manifest or, without one, in LibriSpeech's layout,
   * or single spoken digits.
   */
  public static SpeechCorpus open(Path place, SpeechParts parts) {
    String name = String.valueOf(place.getFileName());
    boolean hasManifest = SpeechManifest.isIn(place);
    if (!hasManifest && SpeechManifest.isLibriSpeech(place)) {
      return ofManifest(name, SpeechManifest.openLibriSpeech(place), parts);
    }
    if (!hasManifest && SpokenDigits.areIn(place)) {
      SpokenDigits digits = SpokenDigits.open(place);
      return ofDigits(
          name,
          digits.training(FREE_SPOKEN_DIGITS_TEST_INDICES, STRINGS_OF_ALL, STRINGS),
          digits.test(FREE_SPOKEN_DIGITS_TEST_INDICES, TEST_STRINGS, STRINGS));
    }
    return ofManifest(name, SpeechManifest.open(place), parts);
  }

  private static SpeechCorpus ofDigits(String name, SpokenTexts training, SpokenTexts test) {
    Alphabet alphabet = Alphabet.ofTexts(List.of(String.join(" ", SpokenDigits.WORDS)));
    CorpusParts parts =
        new CorpusParts(
            training(training, alphabet), Map.of("test", dataset(test, alphabet)), List.of());
    return new SpeechCorpus(name, parts, alphabet, EPOCHS_OF_DIGITS, () -> {});
  }

  private static SpeechCorpus ofManifest(String name, SpeechManifest manifest, SpeechParts parts) {
    try {
      return of(name, manifest, parts.choose(name, manifest));
    } catch (RuntimeException e) {
      manifest.close();
      throw e;
    }
  }

  private static SpeechCorpus of(String name, SpeechManifest manifest, SpeechParts.Chosen chosen) {
    ManifestRecordings all =
        ManifestRecordings.of(name + ", training", manifest, chosen.training(), SPEECH_RATE);
    List<LeftOut> leftOut = new ArrayList<>(chosen.leftOut());
    List<String> longer =
        IntStream.range(0, all.size())
            .filter(i -> all.seconds(i) > LONGEST_SECONDS)
            .mapToObj(i -> chosen.training().get(i).audio())
            .toList();
    if (!longer.isEmpty()) {
      String reason = "longer than " + LONGEST_SECONDS + " seconds";
      leftOut.add(LeftOut.of("training", all.size(), "recordings", reason, longer));
    }
    // Test recordings of any length are used: an error rate without the long ones would not be
    // comparable.
    ManifestRecordings training = all.atMost(LONGEST_SECONDS);
    Alphabet alphabet =
        Alphabet.ofTexts(IntStream.range(0, training.size()).mapToObj(training::text).toList());
    Map<String, SpeechDataset> tests = new LinkedHashMap<>();
    chosen
        .tests()
        .forEach(
            (split, some) ->
                tests.put(
                    split,
                    dataset(
                        ManifestRecordings.of(name + ", " + split, manifest, some, SPEECH_RATE),
                        alphabet)));
    CorpusParts data = new CorpusParts(training(training, alphabet), tests, leftOut);
    return new SpeechCorpus(name, data, alphabet, EPOCHS_OF_MANIFEST, manifest);
  }

  private static SpeechDataset training(SpokenTexts texts, Alphabet alphabet) {
    return dataset(texts, alphabet).augmented(RecordingAugment.speed(0.9, 1.1), 1.15);
  }

  private static SpeechDataset dataset(SpokenTexts texts, Alphabet alphabet) {
    return SpeechDataset.of(texts, LogMel.of(Stft.of(texts.rate()), BANDS).normalized(), alphabet);
  }

  public SpeechDataset training() {
    return parts.training();
  }

  /** The test part that is evaluated after each epoch. */
  public SpeechDataset test() {
    return parts.tests().values().iterator().next();
  }

  /** The masking of a training sample's features. */
  Transform maskings() {
    return SpecAugment.none().bands(1, 6).time(1, 10);
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (Exception e) {
      throw new IllegalStateException(name + " cannot be closed", e);
    }
  }
}
