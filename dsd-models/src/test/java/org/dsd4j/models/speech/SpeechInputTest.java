package org.dsd4j.models.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dsd4j.audio.AudioFeatures;
import org.dsd4j.audio.LogMel;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.RecordingTransform;
import org.dsd4j.audio.Stft;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.datasets.speech.ManifestRecordings;
import org.dsd4j.datasets.speech.SpeechDataset;
import org.dsd4j.datasets.speech.SpeechManifest;
import org.dsd4j.loss.CtcLoss;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Alphabet;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings and transcripts as people have them: what is wrong is told before anything learns. */
class SpeechInputTest {
  private static final int RATE = 8000;
  private static final AudioFeatures FEATURES = LogMel.of(Stft.of(RATE), 8).normalized();
  private static final Alphabet ALPHABET = Alphabet.of(" abc");
  private static final String MANIFEST =
      """
      {"audio": "1.wav", "text": "ab"}
      {"audio": "2.wav", "text": "c a"}
      {"audio": "3.wav", "text": "bbb"}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (int i = 1; i <= 3; i++) {
      RandomGenerator random = Seed.of(i).stream();
      float[] samples = new float[RATE / 2 + 100 * i];
      for (int k = 0; k < samples.length; k++) {
        samples[k] = (float) random.nextGaussian() / 10;
      }
      AudioFile.writeWav(folder.resolve(i + ".wav"), new Recording(samples, RATE));
    }
    Files.writeString(folder.resolve("manifest.jsonl"), MANIFEST);
  }

  private void rewrite(String from, String to) throws IOException {
    assertThat(MANIFEST).contains(from);
    Files.writeString(folder.resolve("manifest.jsonl"), MANIFEST.replace(from, to));
  }

  private static Network network() {
    return DeepSpeech2.small(Shape.of(50, 8))
        .hidden(8)
        .recurrentLayers(1)
        .network(ALPHABET.size())
        .build(Seed.of(1));
  }

  private static SpeechDataset dataset(SpeechManifest speech) {
    return SpeechDataset.of(
        ManifestRecordings.of("speech", speech, speech.all(), RATE), FEATURES, ALPHABET);
  }

  private static TrainingResult train(Network network, Dataset training, Dataset validation) {
    return Trainer.builder()
        .network(network)
        .loss(new CtcLoss())
        .optimizer(new Adam())
        .training(training, batchSize(2))
        .validation(validation)
        .epochs(epochs(1), learningRate(0.001))
        .build()
        .fit();
  }

  private TrainingResult train(Network network) {
    try (SpeechManifest speech = SpeechManifest.open(folder)) {
      return train(network, dataset(speech), dataset(speech));
    }
  }

  private static String sha256(Network network) {
    try (WeightSnapshot weights = network.snapshot()) {
      return weights.sha256();
    }
  }

  private void assertRefusedUntrained(String... messages) {
    try (Network network = network()) {
      String before = sha256(network);
      assertThatThrownBy(() -> train(network)).hasMessageContainingAll(messages);
      assertThat(sha256(network)).isEqualTo(before);
    }
  }

  private void assertTrained() {
    try (Network network = network()) {
      String before = sha256(network);
      assertThat(train(network).record().lastEpoch().trainingLoss()).isFinite().isPositive();
      assertThat(sha256(network)).isNotEqualTo(before);
    }
  }

  private static UnaryOperator<byte[]> withInt(int at, int value) {
    return bytes -> {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
      return bytes;
    };
  }

  /** What is done to a recording of 8400 bytes behind a header of 44, and what is said of it. */
  static Stream<Arguments> damages() {
    UnaryOperator<byte[]> cut = bytes -> Arrays.copyOf(bytes, 5000);
    UnaryOperator<byte[]> emptied = bytes -> new byte[0];
    UnaryOperator<byte[]> zeros = bytes -> new byte[bytes.length];
    UnaryOperator<byte[]> header =
        bytes -> withInt(40, 0).apply(withInt(4, 36).apply(Arrays.copyOf(bytes, 44)));
    return Stream.of(
        Arguments.of("cut off", cut, "at least 8444 bytes", "get it again from its source"),
        Arguments.of("empty", emptied, "received no bytes", "or remove it"),
        Arguments.of(
            "no WAV", zeros, "bytes of no such format", "convert it to WAV or FLAC, or remove it"),
        Arguments.of("without samples", header, "received no samples", "replace or remove it"),
        Arguments.of("a lying size", withInt(40, 9000), "at least 9044 bytes", "get it again"),
        Arguments.of("no rate", withInt(24, 0), "a rate from 1000", "get the file again"),
        Arguments.of("a lying form", withInt(32, 0x100004), "received 4", "get the file again"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void aDamagedRecordingIsTold(
      String name, UnaryOperator<byte[]> damage, String message, String remedy) throws IOException {
    Path file = folder.resolve("2.wav");
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).as(name).hasSize(8444);
    Files.write(file, damage.apply(bytes));
    assertRefusedUntrained(file.toString(), message, remedy);
  }

  @Test
  void silenceAndOddRatesAreTrainedOn() {
    AudioFile.writeWav(folder.resolve("1.wav"), new Recording(new float[5000], RATE));
    AudioFile.writeWav(folder.resolve("2.wav"), new Recording(new float[] {1}, RATE));
    float[] other = new float[9001];
    Arrays.fill(other, 0.1f);
    AudioFile.writeWav(folder.resolve("3.wav"), new Recording(other, 11_127));
    assertThatThrownBy(this::assertTrained)
        .hasMessageContaining(folder.resolve("2.wav") + ": target of CTC");
    AudioFile.writeWav(folder.resolve("2.wav"), new Recording(new float[1500], RATE));
    assertTrained();
  }

  @Test
  void aCharacterThatIsNotInTheAlphabetIsToldWithItsLine() throws IOException {
    rewrite("c a", "c é");
    assertRefusedUntrained(
        folder.resolve("manifest.jsonl") + ", line 2: text to spell, position 2",
        "expected one of the characters ' abc', received 'é' (U+00E9)",
        "clean the text, or build the alphabet with this character");
    rewrite("c a", "");
    assertRefusedUntrained(
        folder.resolve("manifest.jsonl") + ", line 2: expected a transcript, received an empty one",
        "leave the recording out");
    Path chapter = Files.createDirectories(folder.resolve("7/9"));
    Files.writeString(chapter.resolve("7-9.trans.txt"), "7-9-0 AB\n7-9-1 A, B\n");
    Files.copy(folder.resolve("1.wav"), chapter.resolve("7-9-0.wav"));
    Files.copy(folder.resolve("1.wav"), chapter.resolve("7-9-1.wav"));
    try (SpeechManifest speech = SpeechManifest.openLibriSpeech(folder)) {
      assertThatThrownBy(() -> dataset(speech))
          .hasMessageStartingWith(chapter.resolve("7-9.trans.txt") + ", line 2: text to spell")
          .hasMessageContaining("',' (U+002C)");
    }
  }

  @Test
  void aTargetThatDoesNotFitIntoItsFramesIsTold() throws IOException {
    // Half a second has 50 frames, which the network halves; each second b needs one more.
    rewrite("bbb", "b".repeat(14));
    String third = folder.resolve("3.wav") + ": target of CTC";
    String remedy = "leave the sample out or let the network shorten sequences less";
    assertRefusedUntrained(third, "14 labels, which need 27 frames", remedy);
    try (SpeechManifest speech = SpeechManifest.open(folder);
        Network network = network()) {
      Dataset good = dataset(speech).first(2);
      Dataset bad = dataset(speech).first(3).map(Transform.identity());
      String before = sha256(network);
      assertThatThrownBy(() -> train(network, good, bad)).hasMessageContainingAll(third, remedy);
      assertThat(sha256(network)).isEqualTo(before);
    }
    rewrite("bbb", "b".repeat(13));
    assertTrained();
  }

  @Test
  void recordingsAreMeasuredOnce() throws IOException {
    rewrite("\"bbb\"", "\"bbb\", \"duration\": 9");
    try (SpeechManifest speech = SpeechManifest.open(folder)) {
      ManifestRecordings all = ManifestRecordings.of("speech", speech, speech.all(), RATE);
      Files.delete(folder.resolve("1.wav"));
      ManifestRecordings some = all.atMost(1);
      assertThat(some.size()).isEqualTo(2);
      assertThat(some.samples(1)).isEqualTo(all.samples(1)).isEqualTo(4200);
      assertThat(some.mostSamples()).isEqualTo(4200);
      assertThat(some.text(1)).isEqualTo("c a");
      assertThat(all.atMost(9).size()).as("the limit itself is within").isEqualTo(3);
    }
  }

  @Test
  void aDurationThatNoRecordingHasIsToldWithItsLine() throws IOException {
    rewrite("\"c a\"", "\"c a\", \"duration\": 1e9");
    try (SpeechManifest speech = SpeechManifest.open(folder)) {
      assertThatThrownBy(() -> dataset(speech))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(folder.resolve("manifest.jsonl") + ", line 2: expected a duration")
          .hasMessageContaining("less than 268435 seconds, received 1.0E9; correct the duration");
    }
    rewrite("\"c a\"", "\"c a\", \"duration\": 2e5");
    try (SpeechManifest speech = SpeechManifest.open(folder)) {
      SpeechDataset dataset = dataset(speech);
      assertThatThrownBy(() -> dataset.augmented(RecordingTransform.identity(), 2))
          .hasMessageContaining("speech, stretched: expected at most 2147483647 samples");
    }
  }

  /** Recordings are not decoded beforehand where the manifest says how long they are. */
  @Test
  void anUntrueDurationIsToldWhenTheRecordingIsRead() throws IOException {
    for (String seconds : new String[] {"0.3", "9"}) {
      rewrite("\"c a\"", "\"c a\", \"duration\": " + seconds);
      try (SpeechManifest speech = SpeechManifest.open(folder)) {
        SpeechDataset dataset = dataset(speech);
        assertThatThrownBy(() -> dataset.sample(1))
            .isInstanceOf(CorruptDataException.class)
            .hasMessageContaining(folder.resolve("2.wav") + ": expected " + seconds.charAt(0))
            .hasMessageContaining("seconds, as the manifest says, received 0.525; correct");
      }
    }
    rewrite("\"c a\"", "\"c a\", \"duration\": 0.6");
    assertTrained();
  }
}
