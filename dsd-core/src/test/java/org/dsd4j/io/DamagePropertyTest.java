package org.dsd4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.BatchNorm;
import org.dsd4j.nn.layer.Conv2d;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * Files with damage anywhere: either one of the errors that name the file, and the network is as it
 * was, or what a plain reading of the bytes gives. 10,000 of them.
 */
class DamagePropertyTest {
  /** More than any of these small files takes on the heap; a length believed would take more. */
  private static final long MEMORY = 16 << 20;

  private static Network network;
  private static Path folder;
  private static byte[] safeTensors;
  private static byte[] pyTorch;

  /** The same without checksums, which would find most damage before anything else does. */
  private static byte[] unchecked;

  @BeforeContainer
  static void write() throws IOException {
    network =
        Network.builder(Shape.of(3, 3, 2))
            .add("conv1", new Conv2d(4, 2))
            .add("bn1", new BatchNorm())
            .add("conv2", new Conv2d(8, 2))
            .build(Seed.of(1));
    Weights.mask(network.parameter("conv1.weight"));
    folder = Files.createTempDirectory("damage");
    SafeTensors.write(network, path());
    safeTensors = Files.readAllBytes(path());
    PyTorchFile.write(network, path());
    pyTorch = Files.readAllBytes(path());
    unchecked = withoutChecksums(pyTorch);
  }

  private static byte[] withoutChecksums(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 20 <= zip.length; at++) {
      if (bytes.getInt(at) == PlainReader.DIRECTORY_ENTRY) {
        bytes.putInt(at + 16, 0);
      }
    }
    return bytes.array();
  }

  @AfterContainer
  static void delete() throws IOException {
    network.close();
    Files.delete(path());
    Files.delete(folder);
  }

  private static Path path() {
    return folder.resolve("weights");
  }

  /**
   * One injury.
   *
   * @param kind what is done
   * @param place where, as a share of the length
   * @param number what with
   */
  record Damage(Kind kind, double place, long number) {
    enum Kind {
      FLIP,
      BYTE,
      DIGIT,
      INT,
      LONG,
      INSERT,
      REMOVE,
      COPY,
      CUT
    }

    byte[] to(byte[] whole) {
      int at = (int) (place * whole.length);
      byte[] bytes = whole.clone();
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      switch (kind) {
        case FLIP -> bytes[at] ^= (byte) (1 << (number & 7));
        case BYTE -> bytes[at] = (byte) number;
        case DIGIT -> digit(bytes, at);
        case INT -> buffer.putInt(Math.min(at, bytes.length - 4), (int) number);
        case LONG -> buffer.putLong(Math.min(at, bytes.length - 8), number);
        case INSERT, REMOVE -> bytes = moved(whole, at);
        case COPY -> {
          int from = (int) Math.floorMod(number, (long) bytes.length);
          int count = Math.min(8, bytes.length - Math.max(from, at));
          System.arraycopy(whole, from, bytes, at, count);
        }
        case CUT -> bytes = Arrays.copyOf(whole, at);
      }
      return bytes;
    }

    /** Changes the next digit of a number in text. */
    private void digit(byte[] bytes, int at) {
      for (int i = at; i < bytes.length; i++) {
        if (bytes[i] >= '0' && bytes[i] <= '9') {
          bytes[i] = (byte) ('0' + Math.floorMod(number, 10));
          return;
        }
      }
    }

    private byte[] moved(byte[] whole, int at) {
      int count = 1 + (int) Math.floorMod(number, 3L);
      boolean insert = kind == Kind.INSERT;
      byte[] moved = new byte[Math.max(at, whole.length + (insert ? count : -count))];
      System.arraycopy(whole, 0, moved, 0, at);
      int from = insert ? at : Math.min(whole.length, at + count);
      int to = insert ? at + count : at;
      System.arraycopy(whole, from, moved, to, Math.min(whole.length - from, moved.length - to));
      return moved;
    }
  }

  @Provide
  Arbitrary<List<Damage>> damage() {
    Arbitrary<Double> places =
        Arbitraries.integers()
            .between(0, 99_999)
            .withDistribution(RandomDistribution.uniform())
            .map(n -> n / 1e5);
    Arbitrary<Long> numbers =
        Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.longs().between(-300, 300),
            Arbitraries.of(
                Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, 1L << 32, 0x7FC000007FC00000L, 1L << 62));
    return Combinators.combine(Arbitraries.of(Damage.Kind.class), places, numbers)
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  /** What this thread has allocated so far. */
  private static long allocated() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
  }

  private interface Reading {
    Map<String, List<Float>> read() throws IOException;
  }

  @Property(tries = 5000)
  void ofSafeTensors(@ForAll("damage") List<Damage> damage) throws IOException {
    byte[] damaged = damaged(safeTensors, damage);
    check(damaged, () -> PlainReader.safeTensors(damaged));
  }

  @Property(tries = 5000)
  void ofFilesOfPyTorch(@ForAll("damage") List<Damage> damage, @ForAll boolean checksums)
      throws IOException {
    byte[] damaged = damaged(checksums ? pyTorch : unchecked, damage);
    check(damaged, () -> PlainReader.pyTorch(damaged));
  }

  static byte[] damaged(byte[] whole, List<Damage> damage) {
    byte[] bytes = whole;
    for (Damage each : damage) {
      bytes = bytes.length < Long.BYTES ? bytes : each.to(bytes);
    }
    return bytes;
  }

  private static void check(byte[] damaged, Reading plain) throws IOException {
    Files.write(path(), damaged);
    Map<String, List<Float>> before = Weights.of(network);
    String outcome;
    long allocated = allocated();
    try (WeightFile file = WeightFile.open(path())) {
      file.loadInto(network);
      assertThat(allocated() - allocated).isLessThan(MEMORY);
      Map<String, List<Float>> expected = plain.read();
      assertThat(expected).containsAllEntriesOf(Weights.of(network));
      assertThat(Weights.list(network.parameter("conv1.weight").mask().orElseThrow().toFloats()))
          .isEqualTo(expected.get("mask.conv1.weight"));
      outcome = "loaded";
    } catch (CorruptDataException | WeightMismatchException e) {
      assertThat(allocated() - allocated).isLessThan(MEMORY);
      assertThat(e.getMessage()).startsWith(path().toString());
      assertThat(Weights.of(network)).isEqualTo(before);
      outcome = "refused";
    }
    Statistics.collect(outcome);
    Statistics.coverage(
        coverage -> {
          coverage.check("loaded").percentage(share -> share > 5);
          coverage.check("refused").percentage(share -> share > 50);
        });
  }
}
