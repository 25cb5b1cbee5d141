package org.dsd4j.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class PlainTextTest {
  private static final Tokenizer WORDS = Tokenizer.whitespace();

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "b.txt",
        "\n\n\tThe/at jury/nn said/vbd\n\nOnly/rb 1/2/cd ./.\n".getBytes(StandardCharsets.UTF_8));
    files.put("a/z.txt", "A/at".getBytes(StandardCharsets.UTF_8));
    files.put(".hidden", new byte[] {-1});
    return files;
  }

  @Test
  void aLineIsASentenceAndFilesComeInOrder() throws IOException {
    TestPictures.writeFolder(folder, files());
    Path zip = elsewhere.resolve("texts.zip");
    TestPictures.writeZip(zip, files());
    Tokenizer tagged = Tokenizer.taggedWords();
    PlainText text = PlainText.read(folder, tagged);
    assertThat(text.sentences())
        .containsExactly(List.of("A"), List.of("The", "jury", "said"), List.of("Only", "1/2", "."));
    assertThat(text.tokens()).containsExactly("A", "The", "jury", "said", "Only", "1/2", ".");
    assertThat(text.tokensWithEnds())
        .containsExactly("A", "</s>", "The", "jury", "said", "</s>", "Only", "1/2", ".", "</s>");
    assertThat(PlainText.read(zip, tagged).fingerprint()).isEqualTo(text.fingerprint());
    assertThat(PlainText.read(zip, tagged)).hasToString("texts.zip, 3 sentences");
    assertThat(PlainText.read(zip, tagged.lowerCase()).fingerprint())
        .isNotEqualTo(text.fingerprint());
    assertThat(PlainText.read(zip, tagged, file -> file.startsWith("a/")).tokens())
        .containsExactly("A");
    assertThat(PlainText.read(folder.resolve("b.txt"), tagged).sentences()).hasSize(2);
  }

  @Test
  void aStreamMayBeRead() {
    byte[] bytes = "to be or\nnot to be".getBytes(StandardCharsets.UTF_8);
    PlainText text = PlainText.read("hamlet", new ByteArrayInputStream(bytes), WORDS);
    assertThat(text.name()).isEqualTo("hamlet");
    assertThat(text.tokens()).containsExactly("to", "be", "or", "not", "to", "be");
    assertThat(text.tokens().get(0)).isSameAs(text.tokens().get(4));
  }

  @Test
  void byteOrderMarksAreNoPartOfAWord() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "\uFEFFto be\n");
    Files.writeString(folder.resolve("b.txt"), "\uFEFFor not\r\n\uFEFFto be");
    assertThat(PlainText.read(folder, WORDS).tokens())
        .containsExactly("to", "be", "or", "not", "to", "be");
    Path utf16 = Files.writeString(folder.resolve("c.txt"), "to", StandardCharsets.UTF_16);
    assertThatThrownBy(() -> PlainText.read(folder, WORDS))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(utf16 + ": expected text in UTF-8, received UTF-16 or UTF-32");
  }

  @Test
  void damageIsToldWithFileAndLine() throws IOException {
    Path file = Files.writeString(folder.resolve("b.txt"), "The/at\n\njury\n");
    assertThatThrownBy(() -> PlainText.read(folder, Tokenizer.taggedWords()))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(file + ", line 3: expected a line that can be cut into tokens")
        .hasMessageContaining("received 'jury'");
    Files.write(file, "naïve".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PlainText.read(file, WORDS))
        .hasMessageContaining(file + ", line 1: expected text in UTF-8");
    Files.writeString(file, " \n\n");
    assertThatThrownBy(() -> PlainText.read(file, WORDS))
        .hasMessageContaining(file + ": expected a text with tokens, received none");
    assertThatThrownBy(() -> PlainText.read(folder.resolve("nowhere"), WORDS))
        .hasMessageContaining("nowhere: expected a folder or a zip file, received nothing");
  }

  @Test
  void aFlippedBitInAZipFileIsTold() throws IOException {
    Path zip = elsewhere.resolve("texts.zip");
    TestPictures.writeZip(zip, Map.of("a.txt", "x".repeat(40).getBytes(StandardCharsets.UTF_8)));
    byte[] bytes = Files.readAllBytes(zip);
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    bytes[directory + 16] ^= 1;
    Files.write(zip, bytes);
    assertThatThrownBy(() -> PlainText.read(zip, WORDS))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(zip + ", entry a.txt: expected bytes with the checksum");
  }

  @Test
  void partsFollowEachOther() throws IOException {
    Path file = folder.resolve("numbers.txt");
    Files.writeString(file, "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    PlainText text = PlainText.read(file, WORDS);
    PlainText.TextParts parts = text.split(0.2, 0.1);
    assertThat(parts.training().tokens()).hasSize(7);
    assertThat(parts.validation().tokens()).containsExactly("7", "8");
    assertThat(parts.test().tokens()).containsExactly("9");
    assertThat(parts.test().name()).isEqualTo("numbers.txt test");
    List<String> together = new ArrayList<>(parts.training().tokens());
    together.addAll(parts.validation().tokens());
    together.addAll(parts.test().tokens());
    assertThat(together).isEqualTo(text.tokens());
    assertThat(parts.training().fingerprint()).isNotEqualTo(text.fingerprint());
    assertThatThrownBy(() -> text.split(0.01, 0.5))
        .hasMessageContaining("split of numbers.txt: expected sentences for all three parts,")
        .hasMessageContaining("received 5, 0 and 5");
    assertThatThrownBy(() -> text.split(0.5, 0.5)).hasMessageContaining("received 0, 5 and 5");
    assertThatThrownBy(() -> text.split(1, 0.1)).hasMessageContaining("share to validate with");
  }
}
