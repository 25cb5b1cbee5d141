package org.dsd4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@InEveryLocale
class BadSafeTensorsTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("bad.safetensors");
  }

  private static String tensor(String name, String shape, long begin, long end) {
    return String.format(
        Locale.ROOT,
        "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
        name,
        shape,
        begin,
        end);
  }

  private static String header(String... fields) {
    return "{" + String.join(",", fields) + "}";
  }

  static Stream<Arguments> headers() {
    String a = tensor("a", "[2]", 0, 8);
    return Stream.of(
        Arguments.of(header(a, tensor("b", "[2]", 4, 12)), 12, "b: expected to start where"),
        Arguments.of(header(a, tensor("b", "[2]", 12, 20)), 20, "tensor before it ends, at 8"),
        Arguments.of(header(tensor("b", "[2]", 4, 12)), 12, "ends, at 0, received 4"),
        Arguments.of(header(a), 9, "1 more bytes"),
        Arguments.of(header(a), 7, "bytes from 0 to 7 after the header, received [0, 8]"),
        Arguments.of(header(tensor("a", "[2]", 8, 0)), 8, "received [8, 0]"),
        Arguments.of(header(tensor("a", "[3]", 0, 8)), 8, "F32 [3] takes, received 8"),
        Arguments.of(header(tensor("a", "[]", 0, 8)), 8, "F32 [] takes, received 8"),
        Arguments.of(
            header(tensor("a", "[4294967296,4294967296]", 0, 8)),
            8,
            "F32 [4294967296, 4294967296] takes, received 8"),
        Arguments.of(header(tensor("a", "[4611686018427387904]", 0, 0)), 0, "takes, received 0"),
        Arguments.of(header(tensor("a", "[-2,-1]", 0, 8)), 8, "whole numbers of at least 0"),
        Arguments.of(header(tensor("a", "[2.0]", 0, 8)), 8, "whole numbers of at least 0"),
        Arguments.of(header(tensor("a", "[\"2\"]", 0, 8)), 8, "whole numbers of at least 0"),
        Arguments.of(header(tensor("a", "[99999999999999999999]", 0, 8)), 8, "expected JSON"),
        Arguments.of(header(tensor("a", "[" + "9".repeat(50) + "]", 0, 8)), 8, "expected JSON"),
        Arguments.of(
            header(tensor("a", "[2" + ",1".repeat(64) + "]", 0, 8)), 8, "at most 64 whole"),
        Arguments.of(header(a, a), 8, "Duplicate field 'a'"),
        Arguments.of(header(tensor("a", "[[[[[2]]]]]", 0, 8)), 8, "whole numbers"),
        Arguments.of(header("\"a\":" + "[".repeat(9999)), 0, "expected an object"),
        Arguments.of(header("\"__metadata__\":{\"k\":" + "{\"k\":".repeat(99)), 0, "a text"),
        Arguments.of(header("\"__metadata__\":{\"k\":1}"), 0, "expected a text, received 1"),
        Arguments.of(header("\"__metadata__\":[]"), 0, "expected an object"),
        Arguments.of(
            header("\"__metadata__\":{\"k\":\"a\",\"k\":\"b\"}"), 0, "Duplicate field 'k'"),
        Arguments.of(header(a.replace("F32", "F8_E4M3")), 8, "received F8_E4M3"),
        Arguments.of(header(a.replace("\"F32\"", "4")), 8, "expected a text, received 4"),
        Arguments.of(header(a.replace("shape", "form")), 8, "data_offsets, received form"),
        Arguments.of(header(a.replace(",\"shape\":[2]", "")), 8, "two data_offsets"),
        Arguments.of(header(a.replace("[0,8]", "[0,8,8]")), 8, "two data_offsets"),
        Arguments.of(header(a.replace("[0,8]", "[0]")), 8, "two data_offsets"),
        Arguments.of(header(a) + "{}", 8, "expected the end of the JSON, received {"),
        Arguments.of(header(a) + " x", 8, "expected JSON"),
        Arguments.of(header(a).replace("}}", "}"), 8, "expected JSON"),
        Arguments.of("{\"" + "n".repeat(5000) + "\":{}}", 0, "expected JSON"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headersThatLieAreRefused(String header, int data, String message) {
    assertRefused(WeightFixtures.safeTensors(path(), header, data), message);
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> WeightFile.open(path))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(message)
        .hasMessageContaining("; ");
  }

  @Test
  void theGoodOnesAreRead() {
    String empty = tensor("empty", "[0,4611686018427387904]", 8, 8);
    Path path =
        WeightFixtures.safeTensors(
            path(), header(empty, tensor("a", "[2]", 0, 8), tensor("b", "[]", 8, 12)) + "   ", 12);
    try (WeightFile file = WeightFile.open(path)) {
      assertThat(file.tensors()).extracting(StoredTensor::elements).containsExactly(0L, 2L, 1L);
      assertThat(file.tensor("empty").toFloats()).isEmpty();
    }
  }

  @Test
  void lengthsThatLieTakeNoMemory() {
    byte[] header = header(tensor("a", "[2]", 0, 8)).getBytes(StandardCharsets.UTF_8);
    for (long length : new long[] {-1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1 << 24, 1 << 30}) {
      assertRefused(
          WeightFixtures.safeTensors(path(), length, header, 8),
          ", byte 0: expected a header of 2 to " + (header.length + 8) + " bytes");
    }
    assertRefused(WeightFixtures.safeTensors(path(), header.length - 1, header, 8), "expected ");
    assertRefused(WeightFixtures.safeTensors(path(), header.length + 1, header, 8), "expected ");
  }

  @Test
  void aHeaderIsNeverReadPastTheLargest() throws IOException {
    Path path = WeightFixtures.safeTensors(path(), (1 << 24) + 1, new byte[] {'{'}, 0);
    try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
      channel.position(1 << 26);
      channel.write(ByteBuffer.allocate(1));
    }
    assertRefused(path, "a header of 2 to 16777216 bytes, received 16777217");
  }

  @Test
  void textMustBeUtf8() {
    byte[] header = header(tensor("a", "[2]", 0, 8)).getBytes(StandardCharsets.UTF_8);
    header[2] = (byte) 0xFF;
    assertRefused(WeightFixtures.safeTensors(path(), header.length, header, 8), "JSON in UTF-8");
    byte[] wide = header("").getBytes(StandardCharsets.UTF_16LE);
    assertRefused(WeightFixtures.safeTensors(path(), wide.length, wide, 0), "expected JSON");
  }

  @Test
  void whatIsNoneOfTheFormatsIsTold() throws IOException {
    for (int length : new int[] {0, 1, 8, 9, 100}) {
      assertRefused(
          WeightFixtures.write(path(), new byte[length]), "none of them; check that this is");
    }
    Path missing = folder.resolve("missing");
    for (Path wrong : new Path[] {missing, folder}) {
      assertThatThrownBy(() -> WeightFile.open(wrong))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(wrong + ": cannot be read; check that it is a file");
    }
  }

  @Test
  void everyTruncationIsFound() {
    for (String name : new String[] {"net.safetensors", "net.pth"}) {
      byte[] whole = WeightFixtures.read(WeightFixtures.ofPyTorch(name));
      for (int length = 0; length < whole.length; length += 7) {
        Path path = WeightFixtures.write(path(), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> WeightFile.open(path))
            .as("%s, %d", name, length)
            .isInstanceOf(CorruptDataException.class)
            .hasMessageStartingWith(path.toString());
      }
    }
  }

  @Test
  void aFileThatShrinksWhileOpenIsToldAndTheProcessGoesOn() throws IOException {
    SafeTensors.write(List.of(WeightFixtures.floats("a", new float[1 << 16])), Map.of(), path());
    try (WeightFile file = WeightFile.open(path())) {
      try (var channel = Files.newByteChannel(path(), StandardOpenOption.WRITE)) {
        channel.truncate(1000);
      }
      assertThatThrownBy(() -> file.tensor("a").toFloats())
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(
              "bytes that it had when it was opened, received 1000; open it again");
    }
  }
}
