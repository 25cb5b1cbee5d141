package org.dsd4j.text.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class ErrorRateTest {
  @Test
  void wordErrorsAreDividedByTheWordsOfAllReferences() {
    ErrorRate rate = ErrorRate.ofWords();
    // Jurafsky and Martin, Speech and Language Processing, 16.5: 6 substitutions, 1 deletion and 3
    // insertions in 13 words.
    rate.add(
        "i um the phone is i left the portable phone upstairs last night",
        "i got it to the fullest i love to portable form of stores last night");
    assertThat(rate.counts()).isEqualTo(new EditCounts(6, 6, 1, 3));
    assertThat(rate.value()).isEqualTo(10 / 13.0);
    rate.add("  all   right ", "all right");
    assertThat(rate.value()).as("not the mean of two rates").isEqualTo(10 / 15.0);
    assertThat(rate.sentenceErrorRate()).isEqualTo(0.5);
    assertThat(rate)
        .hasToString(
            "word error rate: 6 substitutions, 1 deletions, 3 insertions, reference length 15");
  }

  @Test
  void characterErrorsCountSpaces() {
    ErrorRate rate = ErrorRate.ofCharacters();
    rate.add(" a  cat", "acat ");
    assertThat(rate.counts()).isEqualTo(new EditCounts(4, 0, 1, 0));
    assertThat(rate.value()).isCloseTo(0.2, within(1e-15));
    rate.add("😀", "x");
    assertThat(rate.counts().referenceLength()).isEqualTo(6);
  }

  @Test
  void anEmptyReferenceAddsErrorsAndNoLength() {
    ErrorRate rate = ErrorRate.ofWords();
    rate.add("", "two words");
    assertThatThrownBy(rate::value)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("word error rate of nothing: add a transcript whose reference");
    rate.add("one", "");
    assertThat(rate.value()).isEqualTo(3);
    rate.add("", "");
    assertThat(rate.value()).isEqualTo(3);
    assertThat(rate.sentenceErrorRate()).isEqualTo(2 / 3.0);
  }

  @Test
  void tokensOfAnyKindAreCompared() {
    ErrorRate rate = ErrorRate.ofWords();
    rate.add(List.of(1, 2, 3), List.of(1, 3));
    assertThat(rate.value()).isEqualTo(1 / 3.0);
    assertThatThrownBy(() -> ErrorRate.ofWords().sentenceErrorRate())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ratesOfPartsAddUp() {
    ErrorRate whole = ErrorRate.ofWords();
    ErrorRate first = ErrorRate.ofWords();
    ErrorRate second = ErrorRate.ofWords();
    for (ErrorRate rate : List.of(whole, first)) {
      rate.add("a b c", "a c");
    }
    for (ErrorRate rate : List.of(whole, second)) {
      rate.add("a b", "a b");
    }
    first.add(second);
    assertThat(first.counts()).isEqualTo(whole.counts());
    assertThat(first.sentenceErrorRate()).isEqualTo(whole.sentenceErrorRate()).isEqualTo(0.5);
    assertThatThrownBy(() -> first.add(ErrorRate.ofCharacters()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character error rate");
  }
}
