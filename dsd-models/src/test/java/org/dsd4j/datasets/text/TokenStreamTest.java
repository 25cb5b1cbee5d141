package org.dsd4j.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.text.Vocabulary;
import org.junit.jupiter.api.Test;

class TokenStreamTest extends DatasetContract {
  private static final Vocabulary NUMBERS =
      Vocabulary.of(IntStream.range(0, 40).mapToObj(Integer::toString).toList());

  private static TokenStream stream(int tokens, int steps, int rows) {
    return TokenStream.of("numbers", NUMBERS, NUMBERS.tokens().subList(0, tokens), steps, rows);
  }

  @Override
  protected Dataset open() {
    return stream(29, 4, 3);
  }

  @Test
  void rowsOfABatchGoOnInTheNextOne() {
    TokenStream stream = stream(29, 4, 3);
    // 28 tokens have a successor: three rows of two segments of four, the rest is left out.
    assertThat(stream.size()).isEqualTo(6);
    assertThat(stream.sample(0).features().array()).containsExactly(0, 1, 2, 3);
    assertThat(stream.sample(1).features().array()).containsExactly(8, 9, 10, 11);
    assertThat(stream.sample(2).features().array()).containsExactly(16, 17, 18, 19);
    assertThat(stream.sample(3).features().array()).containsExactly(4, 5, 6, 7);
    assertThat(stream.sample(5).features().array()).containsExactly(20, 21, 22, 23);
    assertThat(stream.sample(5).target().array()).containsExactly(21, 22, 23, 24);
  }

  @Test
  void theLastTokenMayBeATarget() {
    assertThat(stream(9, 4, 2).sample(1).target().array()).containsExactly(5, 6, 7, 8);
  }

  @Test
  void refusesATextThatIsTooShort() {
    assertThatThrownBy(() -> stream(8, 4, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 9 tokens")
        .hasMessageContaining("8");
  }

  @Test
  void refusesTokensThatTheVocabularyLacks() {
    assertThatThrownBy(() -> TokenStream.of("odd", NUMBERS, List.of("1", "x", "2"), 1, 1))
        .hasMessageContaining("x");
  }
}
