package org.dsd4j.audio;

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
