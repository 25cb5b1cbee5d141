package org.dsd4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class AlphabetTest {
  @Test
  void labelsStartBehindTheBlank() {
    Alphabet alphabet = Alphabet.english();
    assertThat(alphabet.size()).isEqualTo(29);
    assertThat(alphabet.encode("it's a")).containsExactly(11, 22, 2, 21, 1, 3);
    assertThat(alphabet.decode(11, 22, 2, 21, 1, 3)).isEqualTo("it's a");
    assertThat(alphabet.encode("")).isEmpty();
    assertThat(Alphabet.of(alphabet.characters()))
        .isEqualTo(alphabet)
        .hasSameHashCodeAs(alphabet)
        .isNotEqualTo(Alphabet.of("abc"));
  }

  @Test
  void aPathIsMergedAndThenFreedOfBlanks() {
    Alphabet alphabet = Alphabet.of("abc");
    // Graves et al. 2006: B(a−ab−) = B(−aa−−abb) = aab.
    assertThat(alphabet.decodePath(1, 0, 1, 2, 0)).isEqualTo("aab");
    assertThat(alphabet.decodePath(0, 1, 1, 0, 0, 1, 2, 2)).isEqualTo("aab");
    assertThat(alphabet.decodePath(0, 0)).isEmpty();
    assertThatThrownBy(() -> alphabet.decodePath(4))
        .hasMessageContaining("label: expected one from 0 to 3, received 4");
    assertThatThrownBy(() -> alphabet.decode(1, 0)).hasMessageContaining("received the blank");
    assertThatThrownBy(() -> alphabet.decode(-1)).hasMessageContaining("received -1");
  }

  @Test
  void characterIsACodePoint() {
    Alphabet alphabet = Alphabet.ofTexts(List.of("né", "😀a", ""));
    assertThat(alphabet.characters()).isEqualTo("ané😀");
    assertThat(alphabet.size()).isEqualTo(5);
    assertThat(alphabet.encode("😀né")).containsExactly(4, 2, 3);
    assertThat(alphabet.decode(4, 4)).isEqualTo("😀😀");
  }

  @Test
  void unknownCharactersAreTold() {
    Alphabet alphabet = Alphabet.of(" ab");
    assertThatThrownBy(() -> alphabet.encode("ab Ä"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "text to spell, position 3: expected one of the characters ' ab', received 'Ä'"
                + " (U+00C4); clean the text, or build the alphabet with this character");
    assertThatThrownBy(() -> alphabet.encode("😀".repeat(2)))
        .hasMessageContaining("position 0: ")
        .hasMessageContaining("'😀' (U+1F600)");
    assertThatThrownBy(() -> alphabet.encode("a\n"))
        .hasMessageContaining("'LINE FEED (LF)' (U+000A)");
    String many =
        IntStream.range(0x4e00, 0x4e00 + 300)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertThatThrownBy(() -> Alphabet.of(many).encode("x")).hasMessageContaining("and 200 more");
  }

  @Test
  void refusesWhatIsNoAlphabet() {
    assertThatThrownBy(() -> Alphabet.of("")).hasMessageContaining("at least one character");
    assertThatThrownBy(() -> Alphabet.of("aba")).hasMessageContaining("'a' (U+0061) twice");
    assertThatThrownBy(() -> Alphabet.of("a\ud800")).hasMessageContaining("(U+D800)");
    assertThatThrownBy(() -> Alphabet.ofTexts(List.of(""))).hasMessageContaining("at least one");
  }
}
