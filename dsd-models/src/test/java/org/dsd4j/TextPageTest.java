package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.datasets.captions.CaptionSplit;
import org.dsd4j.datasets.captions.CaptionedPicture;
import org.dsd4j.datasets.captions.KarpathyCaptions;
import org.dsd4j.datasets.speech.SpeechManifest;
import org.dsd4j.datasets.speech.Utterance;
import org.dsd4j.datasets.text.PlainText;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Tokenizer;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.text.measure.Bleu;
import org.dsd4j.text.measure.ErrorRate;
import org.dsd4j.text.measure.Perplexity;
import org.dsd4j.text.ngram.KneserNey;
import org.dsd4j.text.ngram.NgramModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/text.md, on small texts. */
class TextPageTest {
  @TempDir Path folder;

  private PlainText.TextParts parts() throws IOException {
    Path texts = folder.resolve("brown");
    String line = "The/at cat/nn sat/vbd ./.\nA/at dog/nn ran/vbd ./.\n";
    TestPictures.writeFolder(
        texts, Map.of("ca01", line.repeat(10).getBytes(StandardCharsets.UTF_8)));
    PlainText brown = PlainText.read(texts, Tokenizer.taggedWords().lowerCase());
    return brown.split(0.1, 0.1);
  }

  @Test
  void texts() throws IOException {
    PlainText.TextParts parts = parts();
    Vocabulary words =
        Vocabulary.builder()
            .special(SpecialToken.UNKNOWN, SpecialToken.END)
            .minimumCount(2)
            .addAll(parts.training().tokensWithEnds())
            .build();
    words.write(folder.resolve("words.txt"));
    assertThat(Vocabulary.read(folder.resolve("words.txt"))).isEqualTo(words);
    int[] numbers = words.indices(parts.training().tokensWithEnds());
    assertThat(numbers).hasSize(16 * 5).startsWith(8, 4, 7, 2, 1);
  }

  @Test
  void picturesWithCaptions() throws IOException {
    Path json = folder.resolve("dataset_flickr8k.json");
    Files.writeString(
        json,
        """
        {"images": [{"filename": "1.jpg", "split": "train", "sentences": [{"tokens": ["dogs"]}]}]}
        """);
    byte[] picture = TestPictures.jpeg(TestPictures.photograph(30, 40, 1), 0.9f);
    TestPictures.writeFolder(folder, Map.of("Flickr8k_Dataset/1.jpg", picture));
    RandomGenerator random = Seed.of(1).stream();
    try (KarpathyCaptions captions =
        KarpathyCaptions.open(json, folder.resolve("Flickr8k_Dataset"))) {
      for (CaptionedPicture captioned : captions.of(CaptionSplit.TRAIN)) {
        Values features = captions.decode(captioned, Pictures.resizeAndCenterCrop(30, 24), random);
        assertThat(features.shape()).isEqualTo(Shape.of(24, 24, 3));
        assertThat(captioned.captions()).containsExactly(List.of("dogs"));
      }
    }
  }

  @Test
  void transcripts() throws IOException {
    TestPictures.writeFolder(
        folder.resolve("speech"),
        Map.of(
            "manifest.jsonl",
            "{\"audio\": \"a/1.flac\", \"text\": \"two dogs\", \"split\": \"train\"}"
                .getBytes(StandardCharsets.UTF_8),
            "a/1.flac",
            new byte[3]));
    try (SpeechManifest speech = SpeechManifest.open(folder.resolve("speech"))) {
      List<Utterance> training = speech.of("train");
      Alphabet alphabet = Alphabet.ofTexts(training.stream().map(Utterance::text).toList());
      int[] labels = alphabet.encode(training.get(0).text());
      assertThat(labels).containsExactly(6, 7, 4, 1, 2, 4, 3, 5);
      assertThat(speech.audio(training.get(0))).hasSize(3);
    }
  }

  @Test
  void measures() {
    ErrorRate words = ErrorRate.ofWords();
    words.add("the cat sat on the mat", "the cat sat on mat");
    assertThat(words.value()).isEqualTo(1 / 6.0);
    Bleu bleu = new Bleu();
    List<String> hypothesis = List.of("the", "cat", "sat", "on", "mats");
    bleu.add(hypothesis, List.of(List.of("cats"), hypothesis));
    assertThat(bleu.value(4)).isEqualTo(1);
    assertThat(Perplexity.of(0)).isEqualTo(1);
  }

  @Test
  void ngramModels() throws IOException {
    PlainText.TextParts parts = parts();
    NgramModel own = KneserNey.estimate(parts.training().sentences(), 3);
    own.write(folder.resolve("own.arpa"));
    NgramModel model = NgramModel.read(folder.resolve("own.arpa"));
    assertThat(model.logProbability(List.of("the", "cat"), "sat"))
        .isEqualTo(own.logProbability(List.of("the", "cat"), "sat"));
    assertThat(model.perplexity(parts.validation().sentences())).isCloseTo(1.2, within(0.2));
  }
}
