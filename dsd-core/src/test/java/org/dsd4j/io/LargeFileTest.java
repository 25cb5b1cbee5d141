package org.dsd4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.nn.Network;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more bytes than a buffer can hold; they are sparse and take no room on the disk. */
class LargeFileTest {
  private static final long GIGABYTE = 1L << 30;

  @TempDir Path folder;

  /** The tensors of a network, and others before and between them that are larger than a buffer. */
  private static String header(long first) {
    long second = first + 6 * 16 * 4;
    long third = second + 2 * GIGABYTE;
    return "{"
        + entry("padding1", "I8", "[" + first + "]", 0, first)
        + entry("fc1.weight", "F32", "[16,6]", first, second)
        + entry("padding2", "F16", "[1024,1048576]", second, third)
        + entry("fc1.bias", "F32", "[16]", third, third + 64)
        + entry("fc2.weight", "F32", "[2,16]", third + 64, third + 192)
        + entry("fc2.bias", "F32", "[2]", third + 192, third + 200).replace("},", "}}");
  }

  private Path write(float bias) throws IOException {
    Path path = folder.resolve("large.safetensors");
    // fc1.weight lies across the end of the file's first gigabyte, at an odd byte.
    long data = 8 + header(GIGABYTE - 999).length();
    long first = GIGABYTE - data - 101;
    long third = first + 6 * 16 * 4 + 2 * GIGABYTE;
    String header = header(first);
    assertThat(8L + header.length()).isEqualTo(data);
    ByteBuffer start = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8)).flip();
    ByteBuffer weight = ByteBuffer.allocate(6 * 16 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 96; i++) {
      weight.putFloat(i);
    }
    ByteBuffer last = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(bias);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(start, 0);
      channel.write(weight.flip(), data + first);
      channel.write(last.flip(), data + third + 196);
    }
    return path;
  }

  private static String entry(String name, String type, String shape, long begin, long end) {
    return String.format(
        Locale.ROOT,
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]},",
        name,
        type,
        shape,
        begin,
        end);
  }

  @Test
  void isReadAnywhere() throws IOException {
    try (WeightFile file = WeightFile.open(write(2.5f));
        Network network = SmallNets.dense(2, 1)) {
      assertThat(file.tensor("padding2").elements()).isEqualTo(GIGABYTE);
      file.excluding("padding*").loadInto(network);
      float[] weight = network.parameter("fc1.weight").value().toFloats();
      for (int i = 0; i < weight.length; i++) {
        assertThat(weight[i]).isEqualTo(i);
      }
      assertThat(network.parameter("fc2.bias").value().toFloats()).containsExactly(0, 2.5f);
    }
  }

  @Test
  void placesBeyondTwoGigabytesAreTold() throws IOException {
    try (WeightFile file = WeightFile.open(write(Float.NaN));
        Network network = SmallNets.dense(2, 1)) {
      assertThatThrownBy(() -> file.excluding("padding*").loadInto(network))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("element 1 of fc2.bias");
    }
  }
}
