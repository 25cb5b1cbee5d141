package org.dsd4j.text.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.dsd4j.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NgramModelTest {
  private static final Offset<Double> FLOAT = within(1e-6);

  /** All values are different, so each sum says which n-grams it is of. */
  private static final String ARPA =
      """
      made by hand

      \\data\\
      ngram 1=6
      ngram 2 = 4
      ngram 3=2

      \\1-grams:
      -1.5 <unk>
      -99 <s> -0.1
      -1.25\t</s>
      -0.5 a -0.2
      -0.75 b\t-0.3
      -1 c -0.4

      \\2-grams:
      -0.6\t<s> a\t-0.05
      -0.7\ta b -0.06
      -0.8 b c -0.07
      -0.9 b </s>

      \\3-grams:
      -0.11 <s> a b
      -0.12 a b </s>

      \\end\\
      """;

  @TempDir Path folder;

  private NgramModel model() throws IOException {
    return NgramModel.read(Files.writeString(folder.resolve("small.arpa"), ARPA));
  }

  private static double log10(NgramModel model, String history, String word) {
    return model.logProbability(Tokenizer.whitespace().tokens(history), word) / Math.log(10);
  }

  @Test
  void theLongestNgramCounts() throws IOException {
    NgramModel model = model();
    assertThat(model.order()).isEqualTo(3);
    assertThat(model.ngrams(1)).isEqualTo(6);
    assertThat(model.ngrams(2)).isEqualTo(4);
    assertThat(model.ngrams(3)).isEqualTo(2);
    assertThat(log10(model, "<s> a", "b")).isCloseTo(-0.11, FLOAT);
    assertThat(log10(model, "c c c <s> a", "b")).isCloseTo(-0.11, FLOAT);
    assertThat(log10(model, "b a", "b")).as("no weight for 'b a'").isCloseTo(-0.7, FLOAT);
    assertThat(log10(model, "a", "b")).isCloseTo(-0.7, FLOAT);
    assertThat(log10(model, "", "b")).isCloseTo(-0.75, FLOAT);
  }

  @Test
  void theWeightsOfLongerHistoriesAreAdded() throws IOException {
    NgramModel model = model();
    assertThat(log10(model, "a b", "c")).isCloseTo(-0.06 - 0.8, FLOAT);
    assertThat(log10(model, "a b", "a")).isCloseTo(-0.06 - 0.3 - 0.5, FLOAT);
    assertThat(log10(model, "<s> a", "c")).isCloseTo(-0.05 - 0.2 - 1, FLOAT);
    assertThat(log10(model, "b c", "</s>")).isCloseTo(-0.07 - 0.4 - 1.25, FLOAT);
  }

  @Test
  void unknownWordsAreTakenForTheUnknownOne() throws IOException {
    NgramModel model = model();
    assertThat(model.contains("never")).isFalse();
    assertThat(log10(model, "a", "never")).isCloseTo(-0.2 - 1.5, FLOAT);
    assertThat(log10(model, "a never", "b")).isCloseTo(-0.75, FLOAT);
    Path file = folder.resolve("closed.arpa");
    Files.writeString(file, ARPA.replace("-1.5 <unk>\n", "").replace("1=6", "1=5"));
    NgramModel closed = NgramModel.read(file);
    assertThat(log10(closed, "a", "never")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(log10(closed, "a never", "b")).isCloseTo(-0.75, FLOAT);
    assertThat(closed.perplexity(List.of(List.of("never")))).isInfinite();
  }

  @Test
  void aSentenceHasItsStartAndEnd() throws IOException {
    NgramModel model = model();
    double expected = -0.6 - 0.11 - 0.12;
    assertThat(model.logProbability(List.of("a", "b"))).isCloseTo(expected * Math.log(10), FLOAT);
    assertThat(model.logProbability(List.of())).isCloseTo(-1.35 * Math.log(10), FLOAT);
    assertThat(model.perplexity(List.of(List.of("a", "b"), List.of())))
        .isCloseTo(Math.pow(10, (1.35 - expected) / 4), FLOAT);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    NgramModel model = model();
    Path file = folder.resolve("written.arpa");
    model.write(file);
    assertThat(Files.readString(file))
        .contains("ngram 2=4\n", "\\1-grams:\n", "-0.7\ta b\t-0.06\n", "-0.9\tb </s>\n")
        .endsWith("\n\\end\\\n");
    Path again = folder.resolve("again.arpa");
    NgramModel.read(file).write(again);
    assertThat(again).hasSameTextualContentAs(file);
    assertThat(NgramModel.read(again)).hasToString("3-gram model of 6 words");
  }

  @Test
  void aFileMayBeCompressed() throws IOException {
    Path file = folder.resolve("small.arpa.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(ARPA.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(log10(NgramModel.read(file), "<s> a", "b")).isCloseTo(-0.11, FLOAT);
  }

  @Test
  void aFileMayHaveOneOrderOnly() throws IOException {
    Path file = folder.resolve("one.arpa");
    Files.writeString(file, "\\data\\\nngram 1=1\n\\1-grams:\n-0.25 a\n\\end\\");
    NgramModel model = NgramModel.read(file);
    assertThat(log10(model, "a a", "a")).isCloseTo(-0.25, FLOAT);
    assertThat(model.logProbability(List.of("a", "a"))).isCloseTo(-0.5 * Math.log(10), FLOAT);
  }

  /** What the same words are worth however the toolkit that wrote the file spells its own. */
  @ParameterizedTest
  @CsvSource({"<unk>,<s>,</s>", "<UNK>,<s>,</s>", "<Unk>,<S>,</S>", "<UNK>,<S>,</S>"})
  void theToolkitsWordsAreKnownInAnyCase(String unknown, String start, String end)
      throws IOException {
    String spelled = ARPA.replace("<unk>", unknown).replace("<s>", start).replace("</s>", end);
    Path file = Files.writeString(folder.resolve("spelled.arpa"), spelled);
    NgramModel model = NgramModel.read(file);
    assertThat(log10(model, "a", "never")).isCloseTo(-0.2 - 1.5, FLOAT);
    assertThat(log10(model, "<s> a", "b")).isCloseTo(-0.11, FLOAT);
    assertThat(log10(model, "a b", "</s>")).isCloseTo(-0.12, FLOAT);
    double sentence = (-0.6 - 0.11 - 0.12) * Math.log(10);
    assertThat(model.logProbability(List.of("a", "b"))).isCloseTo(sentence, FLOAT);
    assertThat(model.perplexity(List.of(List.of("a", "b"))))
        .isCloseTo(Math.exp(-sentence / 3), FLOAT);
    assertThat(model).hasToString("3-gram model of 6 words");
    Path written = folder.resolve("written.arpa");
    model.write(written);
    assertThat(written).content().contains("\t" + unknown + "\n", "\t" + start + " a\t");
  }

  @Test
  void ofTwoSpellingsTheUsualOneIsTheUnknownWord() throws IOException {
    String both = ARPA.replace("1=6", "1=7").replace("-1 c -0.4\n", "-1 c -0.4\n-2.5 <UNK>\n");
    NgramModel model = NgramModel.read(Files.writeString(folder.resolve("both.arpa"), both));
    assertThat(log10(model, "", "never")).isCloseTo(-1.5, FLOAT);
    assertThat(log10(model, "", "<UNK>")).isCloseTo(-2.5, FLOAT);
  }

  @Test
  void anOrderMayHaveNoNgrams() throws IOException {
    String two = ARPA.replace("\\3-grams:\n-0.11 <s> a b\n-0.12 a b </s>\n\n", "");
    String[] without = {
      two.replace("3=2", "3=0"),
      two.replace("3=2", "3=0\nngram 4=0"),
      two.replace("3=2", "3=0").replace("\\end", "\\3-grams:\n\n\\end"),
      two.replace("3=2", "3=0\nngram 4=0").replace("\\end", "\\4-grams:\n\n\\end")
    };
    for (String text : without) {
      NgramModel model = NgramModel.read(Files.writeString(folder.resolve("two.arpa"), text));
      assertThat(model.order()).isEqualTo(text.contains("4=0") ? 4 : 3);
      assertThat(model.ngrams(2)).isEqualTo(4);
      assertThat(model.ngrams(3)).isZero();
      assertThat(log10(model, "<s> a", "b")).isCloseTo(-0.05 - 0.7, FLOAT);
      Path written = folder.resolve("written.arpa");
      model.write(written);
      assertThat(log10(NgramModel.read(written), "<s> a", "b")).isCloseTo(-0.05 - 0.7, FLOAT);
    }
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws IOException {
    Path file = Files.writeString(folder.resolve("marked.arpa"), "\uFEFF" + ARPA);
    assertThat(log10(NgramModel.read(file), "<s> a", "b")).isCloseTo(-0.11, FLOAT);
    String data = ARPA.substring(ARPA.indexOf("\\data"));
    Files.writeString(file, "\uFEFF" + data.replace("\n", "\r\n"));
    assertThat(log10(NgramModel.read(file), "<s> a", "b")).isCloseTo(-0.11, FLOAT);
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> NgramModel.read(folder.resolve("nowhere.arpa")))
        .hasMessageContaining("nowhere.arpa: cannot be read");
  }
}
