package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dsd4j.metric.TranscriptErrors;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcBeamSearch;
import org.dsd4j.text.ctc.CtcDecoder;
import org.dsd4j.text.ngram.KneserNey;
import org.dsd4j.text.ngram.NgramModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippet of docs/sequences.md that decodes. */
class SequencesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "sequences.md");
  private static final Path SOURCE =
      Path.of("src", "test", "java", "org", "dsd4j", "SequencesPageTest.java");
  private static final Pattern SNIPPET =
      Pattern.compile("^(CtcBeamSearch .*?)```", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir Path folder;

  @Test
  void decoding() {
    Alphabet alphabet = Alphabet.english();
    int[] path = alphabet.encode("a cat");
    int steps = path.length;
    float[] logits = new float[steps * alphabet.size()];
    for (int t = 0; t < steps; t++) {
      logits[t * alphabet.size() + path[t]] = 3;
    }
    // Likelier by itself, but no word.
    logits[2 * alphabet.size() + alphabet.encode("k")[0]] = 3.5f;
    KneserNey.estimate(List.of(List.of("a", "cat")), 3).write(folder.resolve("3-gram.arpa.gz"));
    CtcBeamSearch search =
        CtcDecoder.beamSearch(alphabet, 100)
            .languageModel(NgramModel.read(folder.resolve("3-gram.arpa.gz")), 0.5)
            .wordBonus(1);
    String text = search.decode(logits, 0, steps, alphabet.size());
    List<CtcBeamSearch.Hypothesis> best = search.hypotheses(5, logits, 0, steps, alphabet.size());
    TranscriptErrors errors = TranscriptErrors.ofWords(alphabet).decodedBy(search);
    assertThat(CtcDecoder.greedy(alphabet).decode(logits, 0, steps, alphabet.size()))
        .isEqualTo("a kat");
    assertThat(text).isEqualTo("a cat");
    assertThat(best).hasSize(5);
    assertThat(errors.higherIsBetter()).isFalse();
  }

  @Test
  void theSnippetSaysNothingElse() throws IOException {
    String test = Files.readString(SOURCE).replaceAll("\\s", "");
    Matcher snippet = SNIPPET.matcher(Files.readString(PAGE));
    assertThat(snippet.find()).isTrue();
    for (String line : snippet.group(1).replace("Path.of(", "folder.resolve(").split("\n")) {
      assertThat(test).contains(line.replaceAll("//.*|\\s", ""));
    }
  }
}
