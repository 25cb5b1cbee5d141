package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.CheckpointFolder;
import org.dsd4j.io.SavedCheckpoint;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.train.TrainingStoppedException;
import org.slf4j.LoggerFactory;

/** A checkpoint with damage anywhere is refused by its file's name, or read as it was. */
class DamagedCheckpointPropertyTest {
  private static Path folder;
  private static DsdDocument document;
  private static final Map<String, byte[]> FILES = new TreeMap<>();

  @BeforeContainer
  static void write() throws IOException {
    // It would tell of every one.
    quiet(Level.ERROR);
    folder = Files.createTempDirectory("damaged");
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, Sgd.momentum(0.9))
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000).keeping(1))
              .budget(Budget.unlimited().steps(24))
              .build();
      assertThat(catchThrowable(trainer::fit)).isInstanceOf(TrainingStoppedException.class);
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".lock")).toList()) {
        FILES.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    assertThat(FILES).hasSizeGreaterThan(4);
    document = read();
  }

  @AfterContainer
  static void delete() throws IOException {
    quiet(Level.WARN);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void quiet(Level level) {
    if (LoggerFactory.getLogger(CheckpointFolder.class) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }

  private static DsdDocument read() {
    try (SavedCheckpoint saved = CheckpointFolder.newest(folder).orElseThrow()) {
      return saved.state(DsdDocument.class);
    }
  }

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void isRefusedOrReadAsItWas(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> names = List.copyOf(FILES.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] whole = FILES.get(name);
    Path file = folder.resolve(name);
    Files.write(file, damaged(whole, random));
    try {
      // What a checksum cannot see changes nothing: how a header is written, and nothing else.
      assertThat(read()).isEqualTo(document);
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining(folder.toString());
      assertThat(e.getMessage().contains(name) || e.getMessage().contains("tensor")).isTrue();
    } finally {
      Files.write(file, whole);
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = Arrays.copyOf(bytes, at);
      case 2 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      case 3 -> {
        for (int i = at; i < Math.min(bytes.length, at + 8); i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      default -> {
        byte[] moved = Arrays.copyOfRange(bytes, at, bytes.length);
        int to = random.nextInt(bytes.length);
        System.arraycopy(moved, 0, bytes, to, Math.min(moved.length, bytes.length - to));
      }
    }
    return bytes;
  }
}
