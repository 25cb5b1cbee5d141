package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.testing.Damage;
import org.dsd4j.testing.Mutations;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A checkpoint with damage anywhere is refused by its file's name, or read as it was. */
class CheckpointMutationTest {
  @TempDir Path folder;

  private final Map<String, byte[]> files = new TreeMap<>();

  @BeforeEach
  void write() throws IOException {
    // It would tell of every one.
    quiet(Level.ERROR);
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, Sgd.momentum(0.9))
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000).keeping(1))
              .budget(Budget.unlimited().steps(24))
              .build();
      assertThat(catchThrowable(trainer::fit)).isInstanceOf(TrainingStoppedException.class);
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(f -> !f.toString().endsWith(".lock")).toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    assertThat(files).hasSizeGreaterThan(4);
  }

  @AfterEach
  void tellAgain() {
    quiet(Level.WARN);
  }

  private static void quiet(Level level) {
    if (LoggerFactory.getLogger(CheckpointFolder.class) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }

  private DsdDocument read() {
    try (SavedCheckpoint saved = CheckpointFolder.newest(folder).orElseThrow()) {
      return saved.state(DsdDocument.class);
    }
  }

  @Test
  void isRefusedOrReadAsItWas() throws InterruptedException {
    DsdDocument document = read();
    List<String> names = List.copyOf(files.keySet());
    Mutations.of("checkpoints", 20, 5000)
        .run(random -> load(names.get(random.nextInt(names.size())), random, document));
  }

  private Mutations.Outcome load(String name, RandomGenerator random, DsdDocument document)
      throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, Damage.some(files.get(name), random));
    try {
      // What a checksum cannot see changes nothing: how a header is written, and nothing else.
      assertThat(read()).isEqualTo(document);
      return Mutations.Outcome.LOADED;
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining(folder.toString()).hasMessageContaining("expected ");
      assertThat(e.getMessage().contains(name) || e.getMessage().contains("tensor")).isTrue();
      return Mutations.Outcome.REFUSED;
    } finally {
      Files.write(file, files.get(name));
    }
  }
}
