package org.dsd4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class TextLinesTest {
  private static List<String> lines(byte[] bytes) {
    List<String> read = new ArrayList<>();
    try (TextLines lines = TextLines.of("file", new ByteArrayInputStream(bytes))) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        read.add(line);
        assertThat(lines.place()).isEqualTo("file, line " + read.size());
      }
      assertThat(lines.next()).isNull();
    }
    return read;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  @Test
  void aLineEndsWithALineFeed() {
    assertThat(lines(utf8("a\n\n b \r\nc\rd\u2028\n")))
        .containsExactly("a", "", " b ", "c\rd\u2028");
    assertThat(lines(utf8("a\nb"))).containsExactly("a", "b");
    assertThat(lines(utf8("\n"))).containsExactly("");
    assertThat(lines(utf8(""))).isEmpty();
    assertThat(lines(new byte[] {0x1f})).containsExactly("\u001f");
  }

  /** At the beginning of the text, and of each that was put behind it. */
  @Test
  void byteOrderMarksArePassedOver() throws IOException {
    byte[] bytes = utf8("\uFEFFa\n\uFEFF\uFEFFb \uFEFFc\r\n\uFEFF\n");
    assertThat(lines(bytes)).containsExactly("a", "b \uFEFFc", "");
    assertThat(lines(zipped(bytes))).containsExactly("a", "b \uFEFFc", "");
  }

  @Test
  void whatIsNoUtf8IsNamed() throws IOException {
    String remedy = "; save the file as UTF-8";
    refused(
        "a\n".getBytes(StandardCharsets.UTF_16),
        "UTF-16 or UTF-32, as its first bytes say" + remedy);
    refused(new byte[] {-1, -2, 'a', 0}, "UTF-16 or UTF-32, as its first bytes say" + remedy);
    refused(
        zipped(new byte[] {-1, -2, 'a', 0}), "UTF-16 or UTF-32, as its first bytes say" + remedy);
    refused(utf8("BZh91AY&SY…"), "a file compressed by bzip2; unpack it");
    refused(new byte[] {-3, '7', 'z', 'X', 'Z', 0}, "a file compressed by xz; unpack it");
    refused(new byte[] {0x28, -75, 0x2f, -3, 0}, "a file compressed by Zstandard; unpack it");
    assertThat(lines(utf8("BZhang went\n"))).containsExactly("BZhang went");
    assertThat(lines(new byte[] {'B'})).containsExactly("B");
  }

  private static void refused(byte[] bytes, String received) {
    assertThatThrownBy(() -> lines(bytes))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("file: expected text in UTF-8")
        .hasMessageContaining(", received " + received);
  }

  @Test
  void linesMayBeLongerThanWhatIsReadAtOnce() throws IOException {
    String text = ("é".repeat(100_000) + "\n").repeat(3) + "x";
    List<String> expected = Arrays.asList(text.split("\n"));
    assertThat(lines(utf8(text))).isEqualTo(expected);
    assertThat(lines(zipped(utf8(text)))).isEqualTo(expected);
  }

  @Property(tries = 200)
  void whatIsJoinedIsCut(@ForAll @Size(min = 1, max = 9) List<@UniqueElements String> texts) {
    List<String> expected =
        texts.stream()
            .map(text -> text.replaceAll("[\r\n\uFEFF\ud800-\udfff\u001f]", "_"))
            .map(text -> text + "!")
            .toList();
    assertThat(lines(utf8(String.join("\n", expected)))).isEqualTo(expected);
    assertThat(lines(utf8(String.join("\r\n", expected) + "\r\n"))).isEqualTo(expected);
  }

  @Test
  void otherEncodingsAreTold() {
    byte[] latin = "a\nb\nä\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> lines(latin))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            "file, line 3: expected text in UTF-8, received other bytes; save the file as UTF-8");
  }

  @Test
  void damagedCompressionIsTold() throws IOException {
    byte[] whole = zipped(utf8("word\n".repeat(50_000)));
    assertThatThrownBy(() -> lines(Arrays.copyOf(whole, whole.length - 4)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("file, after line ")
        .hasMessageContaining("expected a whole compressed file");
    whole[whole.length - 5] ^= 1;
    assertThatThrownBy(() -> lines(whole)).hasMessageContaining("expected a whole compressed file");
    assertThatThrownBy(() -> lines(Arrays.copyOf(whole, 5)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("file: expected a gzip header");
  }

  @Test
  void aTextWithoutLinesIsRefusedBeforeItFillsTheMemory() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] bytes, int from, int count) {
            Arrays.fill(bytes, from, from + count, (byte) 'a');
            return count;
          }
        };
    try (TextLines lines = TextLines.of("endless", endless)) {
      assertThatThrownBy(lines::next)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("endless, line 1: expected at most " + TextLines.LONGEST_LINE);
    }
  }
}
