package org.dsd4j.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dsd4j.audio.AudioFeatures;
import org.dsd4j.audio.LogMel;
import org.dsd4j.audio.RecordingAugment;
import org.dsd4j.audio.SpecAugment;
import org.dsd4j.audio.Stft;
import org.dsd4j.data.Transform;
import org.dsd4j.datasets.ManifestRecordings;
import org.dsd4j.datasets.SpeechDataset;
import org.dsd4j.datasets.SpeechManifest;
import org.dsd4j.datasets.SpokenDigits;
import org.dsd4j.datasets.SpokenTexts;
import org.dsd4j.datasets.Utterance;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.Alphabet;

/**
 * Recordings with transcripts as the speech example takes them.
 *
 * @param name for titles
 * @param training to learn from
 * @param test to be judged by
 * @param alphabet what transcripts are spelled with
 * @param epochs of the dense phase that suit its size
 * @param files what is read from until the run is over
 */
record SpeechCorpus(
    String name,
    SpeechDataset training,
    SpeechDataset test,
    Alphabet alphabet,
    int epochs,
    AutoCloseable files)
    implements AutoCloseable {
  private static final int BANDS = 40;
  private static final int SPEECH_RATE = 16_000;
  private static final double LONGEST_SECONDS = 17;

  private static final String TEST_VOICE = "test";
  private static final int FREE_SPOKEN_DIGITS_TEST_INDICES = 5;
  private static final int STRINGS_OF_SHIPPED = 700;
  private static final int STRINGS_OF_ALL = 2000;
  private static final int TEST_STRINGS = 300;
  private static final Seed STRINGS = Seed.of(1);

  /** The spoken digits that come with the program, to be tested with voices of their own. */
  static SpeechCorpus shippedDigits() {
    SpokenDigits digits = SpokenDigits.resource(SpeechCorpus.class, "speech/spoken-digits.zip");
    SpokenDigits tests = digits.ofSpeakers(speaker -> speaker.startsWith(TEST_VOICE));
    SpokenDigits others = digits.ofSpeakers(speaker -> !speaker.startsWith(TEST_VOICE));
    return ofDigits(
        "spoken digits",
        others.training(0, STRINGS_OF_SHIPPED, STRINGS),
        tests.test(Integer.MAX_VALUE, TEST_STRINGS, STRINGS));
  }

  /**
   * What lies there: the recordings of a manifest or, without one, those of LibriSpeech or single
   * spoken digits.
   */
  static SpeechCorpus open(Path place) {
    String name = String.valueOf(place.getFileName());
    boolean hasManifest = SpeechManifest.isIn(place);
    if (!hasManifest && SpeechManifest.isLibriSpeech(place)) {
      return ofManifest(name, SpeechManifest.openLibriSpeech(place));
    }
    if (!hasManifest && SpokenDigits.areIn(place)) {
      SpokenDigits digits = SpokenDigits.open(place);
      return ofDigits(
          name,
          digits.training(FREE_SPOKEN_DIGITS_TEST_INDICES, STRINGS_OF_ALL, STRINGS),
          digits.test(FREE_SPOKEN_DIGITS_TEST_INDICES, TEST_STRINGS, STRINGS));
    }
    return ofManifest(name, SpeechManifest.open(place));
  }

  private static SpeechCorpus ofDigits(String name, SpokenTexts training, SpokenTexts test) {
    Alphabet alphabet = Alphabet.ofTexts(List.of(String.join(" ", SpokenDigits.WORDS)));
    return of(name, training, test, alphabet, 8, () -> {});
  }

  private static SpeechCorpus ofManifest(String name, SpeechManifest manifest) {
    ManifestRecordings training = part(name + ", training", manifest, true);
    ManifestRecordings test = part(name + ", test", manifest, false);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < training.size(); i++) {
      texts.add(training.text(i));
    }
    Alphabet alphabet = Alphabet.ofTexts(texts);
    return of(name, training, test, alphabet, 40, manifest);
  }

  private static ManifestRecordings part(String name, SpeechManifest manifest, boolean training) {
    Set<String> splits = manifest.splits();
    List<String> chosen = splits.stream().filter(s -> s.startsWith("train") == training).toList();
    List<String> tests = chosen.stream().filter(s -> s.startsWith("test")).toList();
    List<String> wanted = tests.isEmpty() ? chosen : tests;
    Check.argument(
        !wanted.isEmpty(),
        name,
        "a split whose name starts with " + (training ? "train" : "test"),
        splits,
        "name the parts in the manifest, or the folders above the speakers' so");
    List<Utterance> utterances = manifest.of(wanted.toArray(String[]::new));
    return ManifestRecordings.of(name, manifest, utterances, SPEECH_RATE).atMost(LONGEST_SECONDS);
  }

  private static SpeechCorpus of(
      String name,
      SpokenTexts training,
      SpokenTexts test,
      Alphabet alphabet,
      int epochs,
      AutoCloseable files) {
    AudioFeatures features = LogMel.of(Stft.of(training.rate()), BANDS).normalized();
    return new SpeechCorpus(
        name,
        SpeechDataset.of(training, features, alphabet)
            .augmented(RecordingAugment.speed(0.9, 1.1), 1.15),
        SpeechDataset.of(test, features, alphabet),
        alphabet,
        epochs,
        files);
  }

  /** What is hidden of the features of a training sample. */
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
