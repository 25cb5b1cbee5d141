package org.dsd4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class VocabularyTest {
  private static final List<String> TEXT = List.of("b", "a", "c", "b", "a", "d", "é", "b");

  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("words.txt"), content);
  }

  private static VocabularyBuilder counted() {
    return Vocabulary.builder().addAll(TEXT);
  }

  @Test
  void tokensAreOrderedByCountAndThenByAlphabet() {
    assertThat(counted().build().tokens()).containsExactly("b", "a", "c", "d", "é");
    assertThat(counted().add("d").build().tokens()).containsExactly("b", "a", "d", "c", "é");
  }

  @Test
  void specialTokensComeFirstAsAskedFor() {
    Vocabulary vocabulary = counted().special(SpecialToken.END, SpecialToken.UNKNOWN).build();
    assertThat(vocabulary.tokens()).startsWith("</s>", "<unk>", "b").hasSize(7);
    assertThat(vocabulary.index(SpecialToken.UNKNOWN)).isEqualTo(1);
    assertThat(vocabulary.contains(SpecialToken.START)).isFalse();
    assertThat(vocabulary.indices(List.of("b", "never", "</s>"))).containsExactly(2, 1, 0);
    assertThat(vocabulary.tokens(2, 1, 0)).containsExactly("b", "<unk>", "</s>");
  }

  @Test
  void rareTokensAreLeftOut() {
    assertThat(counted().minimumCount(2).build().tokens()).containsExactly("b", "a");
    assertThat(counted().maximumSize(3).build().tokens()).containsExactly("b", "a", "c");
    assertThat(counted().maximumSize(3).special(SpecialToken.UNKNOWN).build().tokens())
        .containsExactly("<unk>", "b", "a");
    assertThat(counted().maximumSize(9).minimumCount(3).build().tokens()).containsExactly("b");
  }

  @Test
  void aSpecialTokenInATextIsNoOtherToken() {
    VocabularyBuilder builder = Vocabulary.builder().addAll(List.of("<unk>", "a", "<unk>"));
    assertThatThrownBy(builder::build)
        .hasMessage(
            "texts: expected no special token but [], received <unk>; ask for"
                + " SpecialToken.UNKNOWN or write something else for it");
    assertThat(builder.special(SpecialToken.UNKNOWN).build().tokens())
        .containsExactly("<unk>", "a");
  }

  @Test
  void buildersFailEarly() {
    VocabularyBuilder builder = counted();
    assertThatThrownBy(() -> builder.minimumCount(0)).hasMessageContaining("minimum count");
    assertThatThrownBy(() -> builder.maximumSize(-1)).hasMessageContaining("maximum size");
    builder.minimumCount(2).maximumSize(1).special(SpecialToken.START);
    assertThatThrownBy(() -> builder.minimumCount(3)).hasMessageContaining("a second time");
    assertThatThrownBy(() -> builder.special(SpecialToken.START)).hasMessageContaining("START");
    assertThatThrownBy(builder::build).hasMessageContaining("received none left of 5; add texts");
    assertThatThrownBy(() -> Vocabulary.builder().build()).hasMessageContaining("no texts");
    assertThatThrownBy(() -> builder.add("")).hasMessageContaining("received an empty one");
    assertThatThrownBy(() -> builder.add("a\nb")).hasMessageContaining("one with a line end");
    assertThatThrownBy(() -> builder.add("\ud800")).hasMessageContaining("half of a surrogate");
  }

  @Test
  void whatIsNotThereIsTold() {
    Vocabulary vocabulary = counted().build();
    assertThatThrownBy(() -> vocabulary.index("zebra"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "token: expected one of 5 known ones, received 'zebra'; build the vocabulary with"
                + " SpecialToken.UNKNOWN or from all texts");
    assertThatThrownBy(() -> vocabulary.index(SpecialToken.END))
        .hasMessageContaining("expected the special token </s>");
    assertThatThrownBy(() -> vocabulary.token(5))
        .hasMessageContaining("expected 0 to 4, received 5");
    assertThatThrownBy(() -> vocabulary.tokens(0, -1)).hasMessageContaining("received -1");
    assertThatThrownBy(() -> Vocabulary.of(List.of())).hasMessageContaining("at least one token");
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "b", "a")))
        .hasMessageContaining("token 2: expected another one than before")
        .hasMessageContaining("'a', which is token 0");
  }

  @Test
  void aFileHasATokenALine() throws IOException {
    Path file = folder.resolve("written.txt");
    Vocabulary vocabulary = counted().special(SpecialToken.UNKNOWN).build();
    vocabulary.write(file);
    assertThat(Files.readString(file)).isEqualTo("<unk>\nb\na\nc\nd\né\n");
    assertThat(Vocabulary.read(file)).isEqualTo(vocabulary).hasSameHashCodeAs(vocabulary);
    assertThat(Vocabulary.read(file("a\r\n \r\nb")).tokens()).containsExactly("a", " ", "b");
    assertThat(Vocabulary.read(file("\uFEFFa\nb\n")).tokens()).containsExactly("a", "b");
  }

  @Test
  void aDamagedFileIsToldWithItsLine() throws IOException {
    Path file = file("a\nb\n\nc\n");
    assertThatThrownBy(() -> Vocabulary.read(file))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            file + ", line 3: expected a token, received an empty one; repair or remove the line");
    file("a\nb\nc\nb\n");
    assertThatThrownBy(() -> Vocabulary.read(file))
        .hasMessageContaining(file + ", line 4: expected another token than before")
        .hasMessageContaining("'b', which is in line 2");
    file("");
    assertThatThrownBy(() -> Vocabulary.read(file))
        .hasMessageContaining(file + ": expected a token a line, received an empty file");
    Files.write(file, "a\nä\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Vocabulary.read(file))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(file + ", line 2: expected text in UTF-8");
    assertThatThrownBy(() -> Vocabulary.read(folder.resolve("nowhere")))
        .hasMessageContaining("nowhere: cannot be read");
  }

  @Test
  void differencesAreTold() {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b", "c"));
    vocabulary.checkSame("weights.safetensors", Vocabulary.of(List.of("a", "b", "c")));
    Vocabulary other = Vocabulary.of(List.of("a", "d", "b", "e"));
    assertThatThrownBy(() -> vocabulary.checkSame("weights.safetensors", other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "vocabulary of weights.safetensors: expected the same 3 tokens in the same order,"
                + " received 4 tokens; without [c]; with [d, e]; the first difference is token 1,"
                + " 'd' instead of 'b'; use the vocabulary with which it was trained");
    VocabularyDifference longer =
        new VocabularyDifference(vocabulary, Vocabulary.of(List.of("a", "b", "c", "x")));
    assertThat(longer.isNone()).isFalse();
    assertThat(longer.firstDifference()).hasValue(3);
    assertThat(longer)
        .hasToString(
            "4 tokens; with [x]; the first difference is token 3, 'x'" + " instead of none");
    VocabularyDifference swapped =
        new VocabularyDifference(vocabulary, Vocabulary.of(List.of("b", "a", "c")));
    assertThat(swapped.missing()).isEmpty();
    assertThat(swapped.added()).isEmpty();
    assertThat(swapped)
        .hasToString("3 tokens; the first difference is token 0, 'b' instead of 'a'");
    assertThat(new VocabularyDifference(vocabulary, vocabulary)).hasToString("the same tokens");
  }
}
