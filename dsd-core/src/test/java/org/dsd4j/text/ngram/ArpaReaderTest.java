package org.dsd4j.text.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.Allocated;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.text.TextLines;
import org.junit.jupiter.api.Test;

@InEveryLocale
class ArpaReaderTest {
  private static final String WHOLE =
      """
      \\data\\
      ngram 1=3
      ngram 2=2

      \\1-grams:
      -1 <s> -0.5
      -1 a -0.5
      -1 b

      \\2-grams:
      -0.1 <s> a
      -0.2 a b

      \\end\\
      """;

  private static NgramTable read(byte[] bytes) {
    try (TextLines lines = TextLines.of("x.arpa", new ByteArrayInputStream(bytes))) {
      return new ArpaReader(lines).read();
    }
  }

  private static void check(String text, String message) {
    assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(message);
  }

  private static void changed(String from, String to, String message) {
    assertThat(WHOLE).contains(from);
    check(WHOLE.replace(from, to), message);
  }

  @Test
  void headersAreChecked() {
    check("", "after x.arpa, line 0: expected the line \\data\\, received the end of the file");
    check("1 2 3\n", "after x.arpa, line 1: expected the line \\data\\");
    check("\\data\\\n\\1-grams:", "x.arpa, line 2: expected ngram 1=…, a number of n-grams");
    changed("ngram 2=", "ngram 3=", "line 3: expected ngram 2=…, received 'ngram 3=2'");
    changed("ngram 2=2", "ngram 2=x", "line 3: expected the line \\1-grams:");
    changed("ngram 2=2", "ngram 2=-2", "line 3: expected the line \\1-grams:");
  }

  @Test
  void countsAreCompared() {
    changed("1=3", "1=4", "x.arpa, line 10: expected 4 1-grams, as the header says, received 3;");
    changed("1=3", "1=2", "x.arpa, line 8: expected 2 1-grams, as the header says, received one");
    changed("2=2", "2=999999999999999999", "line 14: expected 999999999999999999 2-grams");
    changed("\\2-grams:", "\\3-grams:", "line 10: expected the line \\2-grams:");
    changed("\\end\\", "", "after x.arpa, line 14: expected \\end\\, received the end of the file");
    changed("\\end\\", "\\3-grams:", "line 14: expected the line \\end\\, received '\\3-grams:'");
  }

  @Test
  void whatIsThereMustBeCounted() {
    changed("2=2", "2=0", "line 11: expected 0 2-grams, as the header says, received one more");
    changed("2=2", "2=2\nngram 3=1", "line 15: expected the line \\3-grams:, received '\\end\\'");
    check(
        WHOLE
            .replace("2=2", "2=0\nngram 3=2")
            .replace("\\2-grams:\n-0.1 <s> a\n-0.2 a b", "\\3-grams:\n-0.1 <s> a b"),
        "line 12: expected an n-gram after one that is there, received none for '<s> a'");
    check(
        "\\data\\\nngram 1=0\n\n\\1-grams:\n\n\\end\\\n",
        "x.arpa, line 2: expected at least one 1-gram, received 'ngram 1=0'");
  }

  @Test
  void twoWordsForUnknownOnesAreTold() {
    check(
        WHOLE.replace("-1 a -0.5", "-1 <UNK>").replace("-1 b", "-1 <Unk>"),
        "line 8: expected one spelling of <unk>, received '<UNK>' and '<Unk>'");
  }

  @Test
  void linesAreChecked() {
    changed("-0.2 a b", "-0.2 a", "line 12: expected a probability, 2 words and perhaps");
    changed("-0.2 a b", "-0.2 a b 1 2", "line 12: expected a probability, 2 words and perhaps");
    changed("-0.2 a b", "0.2 a b", "line 12: expected a logarithm of a probability, at most 0");
    for (String number : new String[] {"NaN", "-inf", "-Infinity", "-1e999", "1f", "0x1p3", "."}) {
      changed(
          "-0.2", number, "line 12: expected a logarithm of a probability, at most 0, received");
      changed("a -0.5", "a " + number, "line 7: expected the logarithm of a weight, received");
    }
    changed("-0.2 a b", "-0.2 a c", "line 12: expected words of the 1-grams, received 'c'");
    changed("-0.2 a b", "-0.2 <s> a", "line 12: expected another n-gram than before");
    changed("-1 b", "-1 a", "line 8: expected another n-gram than before, received '-1 a'");
    check(
        WHOLE.replace("2=2", "2=2\nngram 3=1").replace("\\end", "\\3-grams:\n-0.3 b a b\n\\end"),
        "line 16: expected an n-gram after one that is there, received none for 'b a'");
  }

  /** Bytes changed, lines left out or repeated: a model, or an error that names the file. */
  @Property(tries = 2000)
  void aDamagedFileIsReadOrTold(
      @ForAll @IntRange(min = 1, max = 4) int changes, @ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    StringBuilder text = new StringBuilder(WHOLE);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(128));
        case 1 -> text.setCharAt(at, "0123456789-=\\\n a".charAt(random.nextInt(16)));
        case 2 -> text.delete(at, to);
        default -> text.insert(random.nextInt(text.length()), text.substring(at, to));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Allocated.by(() -> readOrTold(bytes))).isLessThan(5_000_000);
  }

  private static void readOrTold(byte[] bytes) {
    try {
      NgramTable table = read(bytes);
      for (int node = 1; node < table.end(table.orders()); node++) {
        assertThat(table.probability(node)).isFinite().isLessThanOrEqualTo(0);
        assertThat(table.backOff(node)).isFinite();
      }
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining("x.arpa").hasMessageContaining("expected");
    }
  }
}
