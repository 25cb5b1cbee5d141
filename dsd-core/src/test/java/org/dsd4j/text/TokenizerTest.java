package org.dsd4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class TokenizerTest {
  @Test
  void wordsHavePunctuationOfTheirOwn() {
    String text = "It's a tri-colored dog, isn’t it?  3.5 'quoted' 犬 😀\n";
    assertThat(Tokenizer.words().tokens(text))
        .containsExactly(
            "it's", "a", "tri", "-", "colored", "dog", ",", "isn’t", "it", "?", "3", ".", "5", "'",
            "quoted", "'", "犬", "😀");
    assertThat(Tokenizer.wordsWithoutPunctuation().tokens(text))
        .containsExactly(
            "it's", "a", "tri", "colored", "dog", "isn’t", "it", "3", "5", "quoted", "犬");
    assertThat(Tokenizer.words().tokens(" \u00a0\t")).isEmpty();
    assertThat(Tokenizer.words().tokens("ÉCOLE e\u0301")).containsExactly("école", "e\u0301");
  }

  @Test
  void aWordOfAnyLengthIsOne() {
    String word = "a'".repeat(100_000) + "a";
    assertThat(Tokenizer.words().tokens(word)).containsExactly(word);
  }

  @Test
  void charactersAreCodePoints() {
    assertThat(Tokenizer.characters().tokens("a 😀A")).containsExactly("a", " ", "😀", "A");
    assertThat(Tokenizer.characters().lowerCase().tokens("AB")).containsExactly("a", "b");
  }

  @Test
  void whiteSpaceCuts() {
    assertThat(Tokenizer.whitespace().tokens(" The  cat\u3000'sat. "))
        .containsExactly("The", "cat", "'sat.");
    assertThat(Tokenizer.whitespace().tokens("")).isEmpty();
  }

  @Test
  void tagsAreTakenOff() {
    Tokenizer tagged = Tokenizer.taggedWords();
    assertThat(tagged.tokens("\tThe/at 1/2/cd //in ``/`` AAb//nn Atlanta's/np$ ./."))
        .containsExactly("The", "1/2", "/", "``", "AAb/", "Atlanta's", ".");
    assertThat(tagged.lowerCase().tokens("The/at")).containsExactly("the");
    for (String wrong : new String[] {"word", "/at", "word/"}) {
      assertThatThrownBy(() -> tagged.tokens("The/at " + wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a word, '/' and its tag, received '" + wrong + "'");
    }
  }
}
