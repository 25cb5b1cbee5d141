package org.dsd4j.train.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.testing.EventReader;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class EventFileTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_250L);
  private static final Instant LATER = Instant.ofEpochMilli(1_700_000_001_500L);

  /** Written by the RecordWriter of TensorBoard 2.21 and the protobuf library of Python. */
  private static final String TENSORBOARDS_OWN =
      "2100000000000000017becf60900001040fc54d9411a0d627261696e2e4576656e743a3252070a0564736434"
          + "6aff364e05"
          + "100000000000000095fbfe180900006040fc54d94110ac023a020801312d1a8d"
          + "36000000000000004f578cef0900006040fc54d94110ac022a280a100a096c6f73732f737465701500"
          + "00403f0a140a0d6c6561726e696e675f7261746515cdcccc3d6d009bac";

  @TempDir Path folder;

  private static Map<String, Double> scalars() {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("loss/step", 0.75);
    scalars.put("learning_rate", 0.1);
    return scalars;
  }

  private Path written() throws IOException {
    try (EventFile file = EventFile.begin(folder, NOW)) {
      file.start(LATER, 300);
      file.scalars(LATER, 300, scalars());
    }
    return EventReader.files(folder).get(0);
  }

  @Test
  void hasTheBytesThatTensorBoardItselfWouldWrite() throws IOException {
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(written()))).isEqualTo(TENSORBOARDS_OWN);
  }

  @Test
  void largeAndNegativeNumbersAreKept() throws IOException {
    try (EventFile file = EventFile.begin(folder, NOW)) {
      file.scalars(NOW, 1L << 40, Map.of("loss/step", Double.NaN));
      file.scalars(NOW, -1, Map.of("φ", -3e-3));
    }
    List<EventReader.Event> events = EventReader.read(EventReader.files(folder).get(0));
    assertThat(events.get(1).step()).isEqualTo(1L << 40);
    assertThat(events.get(1).scalars()).containsEntry("loss/step", Float.NaN);
    assertThat(events.get(2).step()).isEqualTo(-1);
    assertThat(events.get(2).scalars()).containsEntry("φ", -3e-3f);
  }

  @Test
  void aFileThatIsStillOpenIsReadUpToItsLastRecord() throws IOException {
    try (EventFile file = EventFile.begin(folder, NOW)) {
      file.scalars(NOW, 7, scalars());
      Path path = EventReader.files(folder).get(0);
      assertThat(EventReader.read(path)).hasSize(2);
    }
  }

  @Test
  void aFileThatIsCutIsReadUpToTheRecordBefore() throws IOException {
    Path path = written();
    byte[] whole = Files.readAllBytes(path);
    for (int length = whole.length - 1; length > whole.length - 50; length -= 7) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThat(EventReader.read(path)).hasSize(2);
    }
  }

  @Test
  void laterFilesHaveLaterNamesThoughTheClockWasSetBack() throws IOException {
    for (Instant now : List.of(NOW, NOW, NOW.minusSeconds(86_400), LATER)) {
      EventFile.begin(folder, now).close();
    }
    List<String> names =
        EventReader.files(folder).stream().map(file -> file.getFileName().toString()).toList();
    assertThat(names).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(names.get(i))
          .matches("events\\.out\\.tfevents\\.170000000" + i + "\\.[\\w-]+\\.\\d+\\.dsd4j");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> EventFile.begin(file.resolve("dense"), NOW))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(file.resolve("dense") + ": cannot be written; check path");
  }
}
