package org.dsd4j.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightFixtures;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEveryLocale
class ShardIndexTest {
  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";
  private static final String MAP =
      String.format(
          Locale.ROOT,
          "\"fc1.weight\":\"%1$s\",\"fc2.bias\":\"%1$s\",\"fc1.bias\":\"%2$s\",\"fc2.weight\":\"%2$s\"",
          FIRST,
          SECOND);

  @TempDir Path folder;

  @BeforeEach
  void shards() {
    try (Network network = SmallNets.dense(3, 1)) {
      List<NamedTensor> tensors = NetworkTensors.of(network, StoredType.F32);
      SafeTensors.write(
          List.of(tensors.get(0), tensors.get(3)), Map.of("format", "pt"), folder.resolve(FIRST));
      SafeTensors.write(List.of(tensors.get(1), tensors.get(2)), Map.of(), folder.resolve(SECOND));
    }
  }

  private Path index(String map) throws IOException {
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\": {\"total_size\": 12},\n \"weight_map\": {" + map + "}}");
  }

  @Test
  void tensorsOfAllShardsAreLoaded() throws IOException {
    try (WeightFile file = WeightFile.open(index(MAP));
        Network source = SmallNets.dense(3, 1);
        Network network = SmallNets.dense(3, 2)) {
      file.loadInto(network);
      assertThat(WeightFixtures.of(network)).isEqualTo(WeightFixtures.of(source));
      assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
    }
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws IOException {
    Path index = index(MAP);
    Files.writeString(index, "\uFEFF" + Files.readString(index));
    try (WeightFile file = WeightFile.open(index)) {
      assertThat(file.has("fc2.weight")).isTrue();
    }
  }

  @Test
  void closingClosesAllShards() throws IOException {
    WeightFile file = WeightFile.open(index(MAP));
    file.close();
    for (StoredTensor tensor : file.tensors()) {
      assertThatThrownBy(tensor::toFloats).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../other.safetensors",
        "/etc/passwd",
        "a/b",
        "..",
        ".",
        "",
        "a\\\\b",
        "./model-00001-of-00002.safetensors",
        "a\\u0000b"
      })
  void shardsMustLieBesideTheIndex(String name) throws IOException {
    Path index = index(MAP.replace(FIRST, name));
    assertThatThrownBy(() -> WeightFile.open(index))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(index.toString())
        .hasMessageContaining("names of files");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"fc1.weight\" | \"fc9.weight\" | a tensor fc9.weight in model-00001",
        ",\"fc2.weight\":\"model-00002-of-00002.safetensors\" | '' | nothing of its tensor"
            + " fc2.weight",
        "\"fc1.bias\" | \"fc1.weight\" | Duplicate field",
        "\"model-00002-of-00002.safetensors\" | 3 | expected a text"
      })
  void anIndexThatLiesIsRefused(String old, String changed, String message) throws IOException {
    Path index = index(MAP.replace(old, changed));
    assertThatThrownBy(() -> WeightFile.open(index))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(index.toString())
        .hasMessageContaining(message);
  }

  @Test
  void missingAndDamagedShardsAreNamed() throws IOException {
    Path index = index(MAP);
    Files.write(folder.resolve(SECOND), new byte[5]);
    assertThatThrownBy(() -> WeightFile.open(index))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(folder.resolve(SECOND).toString());
    Files.delete(folder.resolve(SECOND));
    assertThatThrownBy(() -> WeightFile.open(index))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(folder.resolve(SECOND).toString());
  }

  @Test
  void otherJsonIsRefused() throws IOException {
    Path json = Files.writeString(folder.resolve("config.json"), "{\"layers\": [1, 2, 3]}");
    assertThatThrownBy(() -> WeightFile.open(json))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected metadata and weight_map, received layers");
  }
}
