package org.dsd4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.tensor.Seed;

class VocabularyPropertyTest {
  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.strings()
        .withChars(' ', '\t', '\u0000', '\u0085', '\u2028', '<', 'a', 'é', '中')
        .withCharRange('b', 'z')
        .ofMinLength(1)
        .ofMaxLength(4);
  }

  @Property(tries = 200)
  void aWrittenVocabularyIsReadAsItWas(
      @ForAll @Size(min = 1, max = 30) Set<@From("tokens") String> tokens) throws IOException {
    Path file = Files.createTempFile("vocabulary", ".txt");
    try {
      Vocabulary vocabulary = Vocabulary.of(List.copyOf(tokens));
      vocabulary.write(file);
      assertThat(Vocabulary.read(file)).isEqualTo(vocabulary);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 200)
  void theOrderOfATextDoesNotMatter(
      @ForAll @Size(min = 1, max = 60) List<@From("tokens") String> text,
      @ForAll @IntRange(min = 1, max = 10) int most,
      @ForAll long seed) {
    List<String> shuffled = new ArrayList<>(text);
    Collections.shuffle(shuffled, new Random(Seed.of(seed).stream().nextLong()));
    Vocabulary vocabulary = Vocabulary.builder().maximumSize(most).addAll(text).build();
    assertThat(Vocabulary.builder().maximumSize(most).addAll(shuffled).build())
        .isEqualTo(vocabulary);
    assertThat(vocabulary.size()).isLessThanOrEqualTo(most);
    int least =
        vocabulary.tokens().stream()
            .mapToInt(token -> Collections.frequency(text, token))
            .min()
            .orElseThrow();
    assertThat(text.stream().filter(token -> !vocabulary.contains(token)))
        .allMatch(token -> Collections.frequency(text, token) <= least);
    for (int i = 0; i < vocabulary.size(); i++) {
      assertThat(vocabulary.index(vocabulary.token(i))).isEqualTo(i);
    }
  }
}
