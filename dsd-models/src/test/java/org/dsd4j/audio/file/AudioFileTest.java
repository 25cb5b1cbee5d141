package org.dsd4j.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.TestRecordings;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Values;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Against what flac and Python decode: see make_audio.py. */
class AudioFileTest {
  private static final SafeTensorsFile EXPECTED = Fixtures.resource("/audio/decoded.safetensors");

  @TempDir Path folder;

  private static Stream<DynamicTest> forEachFile(FileCheck check) {
    return EXPECTED.names().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> check.accept(name)));
  }

  private interface FileCheck {
    void accept(String name) throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> readsAsOtherDecoders() {
    return forEachFile(
        name -> {
          Recording recording = AudioFile.read("x", TestRecordings.resource(name));
          Values expected = EXPECTED.get(name);
          assertThat(recording.samples()).containsExactly(expected.array(), within(6e-8f));
          boolean wav = name.endsWith(".wav") || name.equals("piped.flac");
          assertThat(recording.rate()).isEqualTo(wav ? 8000 : 11_127);
        });
  }

  /** Cut anywhere: nothing is ever a part of a recording. */
  @TestFactory
  Stream<DynamicTest> whatBreaksOffIsTold() {
    return forEachFile(
        name -> {
          byte[] bytes = TestRecordings.resource(name);
          int end = bytes.length - 20;
          for (int length = 0;
              length < bytes.length;
              length += length < 150 || length > end ? 1 : 5) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> AudioFile.read("the file", part))
                .as("%d bytes", length)
                .isInstanceOf(CorruptDataException.class)
                .hasMessageStartingWith("the file");
          }
        });
  }

  @Test
  void theFirstBytesTellTheFormat() throws IOException {
    Path file = folder.resolve("recording.wav");
    Files.write(file, TestRecordings.resource("linear.flac"));
    assertThat(AudioFile.read(file).samples())
        .containsExactly(EXPECTED.get("linear.flac").array(), within(6e-8f));
  }

  /** An ID3 tag with so many bytes of content and perhaps a footer, then a file. */
  private static byte[] tagged(int size, boolean footer, byte[] file) {
    int length = 10 + size + (footer ? 10 : 0);
    byte[] tag = {'I', 'D', '3', 4, 0, 0, 0, 0, (byte) (size >> 7), (byte) (size & 0x7f)};
    byte[] bytes = new byte[length + file.length];
    System.arraycopy(tag, 0, bytes, 0, 10);
    if (footer) {
      bytes[5] = 0x10;
      System.arraycopy(bytes, 0, bytes, 10 + size, 10);
      System.arraycopy(new byte[] {'3', 'D', 'I'}, 0, bytes, 10 + size, 3);
    }
    System.arraycopy(file, 0, bytes, length, file.length);
    return bytes;
  }

  @Test
  void tagsBeforeARecordingArePassedOver() {
    for (String name : List.of("linear.flac", "piped.flac", "pcm16.wav")) {
      byte[] file = TestRecordings.resource(name);
      float[] samples = AudioFile.read("x", file).samples();
      for (boolean footer : new boolean[] {false, true}) {
        for (int size : new int[] {0, 10, 127, 128, 1000}) {
          byte[] tagged = tagged(size, footer, file);
          assertThat(AudioFile.read("x", tagged).samples()).isEqualTo(samples);
          assertThat(AudioFile.read("x", tagged(3, footer, tagged)).samples()).isEqualTo(samples);
        }
      }
    }
    byte[] damaged = tagged(10, false, TestRecordings.resource("linear.flac"));
    damaged[10 + 10 + 4] = 4;
    assertThatThrownBy(() -> AudioFile.read("a file", damaged))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("a file, behind an ID3 tag of 20 bytes, byte 4: expected a block");
    byte[] many = new byte[1_000_000];
    for (int i = 0; i < many.length; i += 10) {
      System.arraycopy(tagged(0, false, new byte[0]), 0, many, i, 10);
    }
    assertThatThrownBy(() -> AudioFile.read("a file", many))
        .hasMessageContaining(
            "ID3 tag of 1000000 bytes: expected a WAV or FLAC file, received no bytes");
  }

  @Test
  void otherFormatsAreNamed() {
    byte[] mp3 = tagged(10, false, new byte[] {-1, -5, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    assertNamed(mp3, "MP3");
    assertNamed(new byte[] {-1, -13, 0x50, 0}, "MP3");
    assertNamed("OggS\0\2".getBytes(), "Ogg");
    assertNamed("FORM\0\0\0\2AIFF".getBytes(), "AIFF");
    assertNamed("FORM\0\0\0\2AIFC".getBytes(), "AIFF");
    assertNamed("RIFX\0\0\0\2WAVE".getBytes(), "big-endian WAV");
    assertNamed("NIST_1A\n   1024\n".getBytes(), "NIST SPHERE");
    assertNamed(".snd\0\0\0\2".getBytes(), "Sun audio");
    assertNamed("\0\0\0\u0020ftypM4A ".getBytes(), "MPEG-4");
    assertNamed("riff\u002e\u0011".getBytes(), "Wave64");
  }

  private static void assertNamed(byte[] bytes, String format) {
    assertThatThrownBy(() -> AudioFile.read("a file", bytes))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("a WAV or FLAC file, received one in the format " + format)
        .hasMessageContaining("; convert it to WAV or FLAC");
  }

  @Test
  void whatIsNoRecordingIsTold() throws IOException {
    for (byte[] bytes : List.of(new byte[0], new byte[100], "RIFF1234AVI ".getBytes())) {
      assertThatThrownBy(() -> AudioFile.read("a file", bytes))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("a file: expected a WAV or FLAC file, received");
    }
    Path missing = folder.resolve("missing.wav");
    assertThatThrownBy(() -> AudioFile.read(missing))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("missing.wav: expected a file to read");
    assertThatThrownBy(() -> AudioFile.read(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(folder + ": expected a file to read");
  }

  @Test
  void aFileBeyondTheLimitIsNotRead() throws IOException {
    Path file = folder.resolve("large.wav");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(AudioFile.LARGEST_FILE + 1L);
    }
    assertThatThrownBy(() -> AudioFile.read(file))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected at most 1073741824 bytes, received 1073741825");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Path file = folder.resolve("written.wav");
    Recording speech = TestRecordings.speech();
    AudioFile.writeWav(file, speech);
    Recording read = AudioFile.read(file);
    assertThat(read.samples()).isEqualTo(speech.samples());
    assertThat(read.rate()).isEqualTo(speech.rate());
    AudioFile.writeWav(
        file,
        new Recording(new float[] {-1.5f, -1, 0.75f, 1, 7, 0.2f / 32768, 0.6f / 32768}, 8000));
    float step = 1f / 32768;
    assertThat(AudioFile.read(file).samples())
        .containsExactly(-1, -1, 0.75f, 1 - step, 1 - step, 0, step);
  }

  @Test
  void isWrittenWholeOrNotAtAll() throws IOException {
    Recording speech = TestRecordings.speech();
    assertThatThrownBy(() -> AudioFile.writeWav(folder.resolve("none/file.wav"), speech))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("create the folder");
    AudioFile.writeWav(folder.resolve("one.wav"), speech);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("one.wav"));
    }
  }
}
