package org.dsd4j.datasets.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.dsd4j.audio.AudioFeatures;
import org.dsd4j.audio.LogMel;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.RecordingAugment;
import org.dsd4j.audio.Stft;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Sample;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.text.Alphabet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class SpokenDigitsTest {
  private static final Seed SEED = Seed.of(4);
  private static final AudioFeatures FEATURES = LogMel.of(Stft.of(8000), 20).normalized();

  @TempDir private Path folder;

  /** Digit d of any speaker is d + 1 tenths of a second of the value (d + 1) / 20. */
  @BeforeEach
  void writeDigits() {
    for (String speaker : List.of("ann", "bob")) {
      for (int digit = 0; digit < 10; digit++) {
        for (int index = 0; index < 3; index++) {
          write(String.format(Locale.ROOT, "%d_%s_%d.wav", digit, speaker, index), 8000, digit);
        }
      }
    }
  }

  private void write(String name, int rate, int digit) {
    float[] samples = new float[800 * (digit + 1)];
    Random random = new Random(digit);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (digit + 1) / 20f + (random.nextFloat() - 0.5f) / 1000;
    }
    AudioFile.writeWav(folder.resolve(name), new Recording(samples, rate));
  }

  @Test
  void joinsTheRecordingsOfOneSpeaker() {
    SpokenTexts strings = SpokenDigits.open(folder).training(1, 20, SEED);
    assertThat(strings.size()).isEqualTo(20);
    for (int i = 0; i < strings.size(); i++) {
      String[] words = strings.text(i).split(" ");
      assertThat(words.length).isBetween(3, 7);
      assertThat(SpokenDigits.WORDS).contains(words);
      Recording recording = strings.recording(i, SEED.stream());
      assertThat(recording.samples().length).isLessThanOrEqualTo(strings.mostSamples());
      assertThat(heard(recording)).isEqualTo(List.of(words));
    }
  }

  /** The digits of a recording, by their loudness. */
  private static List<String> heard(Recording recording) {
    List<String> words = new java.util.ArrayList<>();
    float[] samples = recording.samples();
    int from = 0;
    while (from < samples.length) {
      int to = from;
      while (to < samples.length && (samples[to] == 0) == (samples[from] == 0)) {
        to++;
      }
      if (samples[from] != 0) {
        words.add(SpokenDigits.WORDS.get((to - from) / 800 - 1));
      }
      from = to;
    }
    return words;
  }

  @Test
  void pausesAreDrawnAnewAndDigitsAreNot() {
    SpokenTexts strings = SpokenDigits.open(folder).training(1, 5, SEED);
    Recording once = strings.recording(3, Seed.of(1).stream());
    Recording again = strings.recording(3, Seed.of(2).stream());
    Recording same = strings.recording(3, Seed.of(1).stream());
    assertThat(same.samples()).isEqualTo(once.samples());
    assertThat(again.samples()).isNotEqualTo(once.samples());
    assertThat(SpokenDigits.open(folder).training(1, 5, SEED).text(3)).isEqualTo(strings.text(3));
    assertThat(SpokenDigits.open(folder).training(1, 5, SEED).fingerprint())
        .isEqualTo(strings.fingerprint());
    assertThat(SpokenDigits.open(folder).test(1, 5, SEED).fingerprint())
        .isNotEqualTo(strings.fingerprint());
  }

  @Test
  void keepsSpeakersForTests() {
    SpokenDigits all = SpokenDigits.open(folder);
    assertThat(all.speakers()).containsExactly("ann", "bob");
    SpokenTexts ann = all.ofSpeakers("ann"::equals).training(1, 4, SEED);
    SpokenTexts bob = all.ofSpeakers("bob"::equals).training(1, 4, SEED);
    for (int i = 0; i < 4; i++) {
      assertThat(ann.describe(i)).endsWith("of ann");
      assertThat(bob.describe(i)).endsWith("of bob");
    }
    assertThat(ann.fingerprint()).isNotEqualTo(bob.fingerprint());
    assertThatThrownBy(() -> all.ofSpeakers("eve"::equals))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[ann, bob]");
  }

  @Test
  void makesSamplesOfFeaturesAndLabels() {
    SpokenTexts strings = SpokenDigits.open(folder).training(1, 12, SEED);
    Alphabet alphabet = Alphabet.ofTexts(SpokenDigits.WORDS.stream().map(w -> w + " ").toList());
    SpeechDataset dataset =
        SpeechDataset.of(strings, FEATURES, alphabet)
            .augmented(RecordingAugment.whiteNoise(10, 20), 1);
    assertThat(dataset.hasLengths()).isTrue();
    for (int i = 0; i < dataset.size(); i++) {
      Sample sample = dataset.sample(i, Seed.of(i).stream());
      assertThat(sample.features().shape().extent(0))
          .isLessThanOrEqualTo(dataset.featureShape().extent(0));
      assertThat(sample.features().shape().last()).isEqualTo(20);
      float[] labels = sample.target().array();
      int[] numbers = new int[labels.length];
      for (int k = 0; k < labels.length; k++) {
        numbers[k] = (int) labels[k];
      }
      assertThat(alphabet.decode(numbers)).isEqualTo(strings.text(i));
    }
  }

  @Test
  void passesOverAnIndexThatIsNone() {
    String fingerprint = SpokenDigits.open(folder).training(1, 5, SEED).fingerprint();
    write("1_ann_20240131093000.wav", 8000, 1);
    assertThat(SpokenDigits.open(folder).training(1, 5, SEED).fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void refusesTextsThatCannotBeSpelled() {
    SpokenTexts strings = SpokenDigits.open(folder).training(1, 12, SEED);
    assertThatThrownBy(() -> SpeechDataset.of(strings, FEATURES, Alphabet.of(" abc")))
        .hasMessageContaining("training, string 0 of")
        .hasMessageContaining("build the alphabet with this character");
  }

  @Test
  void refusesAFolderWithoutDigitsOrWithAnotherRate() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> SpokenDigits.open(empty))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("{digit}_{speaker}_{index}.wav");
    write("3_ann_7.wav", 16_000, 3);
    assertThatThrownBy(() -> SpokenDigits.open(folder))
        .hasMessageContaining("digit 3 of ann, number 7")
        .hasMessageContaining("8000 samples a second");
    Files.write(folder.resolve("3_ann_7.wav"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> SpokenDigits.open(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("3_ann_7.wav");
  }
}
