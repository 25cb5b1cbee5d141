package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.datasets.speech.SpokenDigits;
import org.dsd4j.examples.speech.DecodingOptions;
import org.dsd4j.examples.speech.SpeechCorpus;
import org.dsd4j.examples.speech.SpeechParts;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.Tokenizer;
import org.dsd4j.text.ctc.CtcDecoder;
import org.dsd4j.text.ngram.KneserNey;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The examples on speech and text, through everything in seconds. */
class SequenceCommandsTest extends CommandLineTest {
  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(Files.readString(out().resolve("result.json")));
  }

  @Test
  void speechPrunesTwiceAndShowsWhatItHears() throws IOException {
    assertThat(run("speech", "--quick", "--no-control", "--out", out().toString()))
        .as(err.toString())
        .isZero();
    JsonNode result = result();
    assertThat(result.at("/subject/metric").asText()).isEqualTo("WER");
    assertThat(result.at("/phases")).hasSize(5);
    assertThat(result.at("/phases/1/sparsity").asDouble()).isEqualTo(0.5);
    assertThat(result.at("/phases/3/sparsity").asDouble()).isEqualTo(0.25);
    assertThat(result.at("/examples/0/expected").asText()).isNotBlank();
  }

  private String model(String words) throws IOException {
    Path file = folder.resolve("words.arpa");
    List<List<String>> sentences = List.of(Tokenizer.whitespace().tokens(words));
    KneserNey.estimate(sentences, 2).write(file);
    return file.toString();
  }

  @Test
  void speechIsAlsoJudgedByBeamSearchWithALanguageModel() throws IOException {
    String lm = model("zero one two three four five six seven eight nine");
    String[] command = {"speech", "--quick", "--no-control", "--out", out().toString()};
    String[] decoding = {"--beam", "4", "--lm", lm, "--lm-weight", "0.25", "--word-bonus", "2"};
    assertThat(run(Stream.of(command, decoding).flatMap(Stream::of).toArray(String[]::new)))
        .as(err.toString())
        .isZero();
    JsonNode result = result();
    assertThat(result.at("/measures")).hasSize(5);
    JsonNode rates = result.at("/measures/4/values");
    String beam = "WER (beam search, width 4, 2-gram model of 13 words, weight 0.25, word bonus 2)";
    assertThat(rates.fieldNames()).toIterable().containsExactly("WER (best path)", beam);
    double best = result.at("/phases/4/best_metric").asDouble();
    assertThat(rates.get("WER (best path)").asText())
        .isEqualTo(String.format(Locale.ROOT, "%.2f%%", 100 * best));
    assertThat(out.toString()).containsOnlyOnce(beam).contains("  " + rates.get(beam).asText());
  }

  @Test
  void aLanguageModelInCapitalsDecodesAsInLowerCase() throws IOException {
    try (SpeechCorpus corpus = SpeechCorpus.shippedDigits()) {
      String words = "one two three four five six seven eight nine zero";
      String[] command = {"--beam", "8", "--lm-weight", "4", "--lm", model(words)};
      CtcDecoder lower =
          CommandLine.populateCommand(new DecodingOptions(), command)
              .beamSearch(corpus)
              .orElseThrow();
      // The same file: it is read anew.
      model(words.toUpperCase(Locale.ROOT));
      CtcDecoder capitals =
          CommandLine.populateCommand(new DecodingOptions(), command)
              .beamSearch(corpus)
              .orElseThrow();
      int labels = corpus.alphabet().size();
      CtcDecoder without = CtcDecoder.beamSearch(corpus.alphabet(), 8);
      boolean counts = false;
      for (int i = 0; i < 5; i++) {
        RandomGenerator random = Seed.of(i).stream();
        float[] logits = new float[40 * labels];
        for (int k = 0; k < logits.length; k++) {
          logits[k] = (float) random.nextGaussian();
        }
        String text = lower.decode(logits, 0, 40, labels);
        assertThat(capitals.decode(logits, 0, 40, labels)).isEqualTo(text);
        counts |= !without.decode(logits, 0, 40, labels).equals(text);
      }
      assertThat(counts).isTrue();
      assertThat(capitals).hasToString(lower.toString());
    }
  }

  /** A manifest with these recordings, the last one for tests. */
  private Path recordings(String... names) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    StringBuilder manifest = new StringBuilder();
    for (String name : names) {
      RandomGenerator random = Seed.of(manifest.length()).stream();
      float[] samples = new float[16_000];
      for (int k = 0; k < samples.length; k++) {
        samples[k] = (float) random.nextGaussian() / 10;
      }
      AudioFile.writeWav(data.resolve(name), new Recording(samples, 16_000));
      String part = name.equals(names[names.length - 1]) ? "test" : "train";
      manifest.append(
          String.format(
              Locale.ROOT,
              "{\"audio\": \"%s\", \"text\": \"two dogs\", \"split\": \"%s\"}%n",
              name,
              part));
    }
    Files.writeString(data.resolve("manifest.jsonl"), manifest);
    return data;
  }

  @Test
  void aManifestSaysWhatIsThereWhateverTheNames() throws IOException {
    Path data = recordings("1_ann_0.wav", "1_ann_7.wav", "2_bob_8.wav");
    try (SpeechCorpus corpus = SpeechCorpus.open(data, new SpeechParts())) {
      assertThat(corpus.training().size()).isEqualTo(2);
      assertThat(corpus.test().text(0)).isEqualTo("two dogs");
    }
    Files.move(data.resolve("manifest.jsonl"), data.resolve(".manifest.jsonl"));
    Files.writeString(data.resolve("metrics.jsonl"), "{\"event\": \"step\"}\n");
    try (SpeechCorpus corpus = SpeechCorpus.open(data, new SpeechParts())) {
      assertThat(SpokenDigits.WORDS).contains(corpus.test().text(0).split(" "));
    }
  }

  @Test
  void fewTestRecordingsAreDecodedQuickly() throws IOException {
    String data = recordings("1.wav", "2.wav", "3.wav").toString();
    String[] command = {"speech", "--quick", "--no-control", "--beam", "2", "--hidden", "16"};
    String[] places = {"--data", data, "--out", out().toString()};
    assertThat(run(Stream.of(command, places).flatMap(Stream::of).toArray(String[]::new)))
        .as(err.toString())
        .isZero();
    assertThat(result().at("/measures/0/values")).hasSize(2);
  }

  @Test
  void decodingOptionsThatCannotBeAreToldBeforeTraining() throws IOException {
    String place = out().toString();
    assertThat(run("speech", "--beam", "0", "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("--beam: expected a whole number of at least 1");
    assertThat(run("speech", "--lm", model("one"), "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("--lm: expected --beam beside it");
    assertThat(run("speech", "--beam", "9", "--word-bonus", "1", "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("--word-bonus: expected --lm beside it");
    String missing = folder.resolve("none.arpa").toString();
    assertThat(run("speech", "--beam", "9", "--lm", missing, "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("--lm: expected a file, received " + missing);
    String other = model("un deux");
    assertThat(run("speech", "--beam", "9", "--lm", other, "--out", place)).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected words of the transcripts, in lower case or in capitals, received none");
    Path damaged = Path.of(model("one two"));
    Files.writeString(damaged, Files.readString(damaged).replace("\\end\\", ""));
    String[] command = {"speech", "--beam", "9", "--lm", damaged.toString(), "--out", place};
    assertThat(run(command)).isEqualTo(1);
    assertThat(err.toString()).contains(damaged + ", line", "the end of the file");
    assertThat(out()).doesNotExist();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void textWritesItsVocabularyAndGoesOn() throws IOException {
    assertThat(run("text", "--quick", "--no-control", "--out", out().toString()))
        .as(err.toString())
        .isZero();
    JsonNode result = result();
    assertThat(result.at("/subject/metric").asText()).isEqualTo("Perplexity");
    assertThat(result.at("/phases/1/sparsity").asDouble()).isGreaterThan(0.79);
    assertThat(result.at("/examples")).hasSize(3);
    assertThat(Files.readAllLines(out().resolve("vocabulary.txt"))).contains("<unk>", "e");
  }

  @Test
  void aPathThatIsNotThereIsSaid() {
    assertThat(run("speech", "--data", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("a folder or a zip file", "none");
  }
}
