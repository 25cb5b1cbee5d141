package org.dsd4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEveryLocale
class WeightLoadingTest {
  @TempDir Path folder;

  private final Network source = SmallNets.dense(3, 1);
  private final Network network = SmallNets.dense(3, 2);
  private Map<String, List<Float>> before = Map.of();

  @BeforeEach
  void remember() {
    before = WeightFixtures.of(network);
  }

  @AfterEach
  void close() {
    source.close();
    network.close();
  }

  /** The source's tensors without some, and more. */
  private WeightFile file(List<String> without, NamedTensor... more) {
    List<NamedTensor> tensors = new ArrayList<>(NetworkTensors.of(source, StoredType.F32));
    tensors.removeIf(tensor -> without.contains(tensor.name()));
    tensors.addAll(List.of(more));
    Path path = folder.resolve("w.safetensors");
    SafeTensors.write(tensors, Map.of(), path);
    return WeightFile.open(path);
  }

  private void assertRefused(Class<?> type, ThrowingCallable call, String... messages) {
    assertThatThrownBy(call)
        .isInstanceOf(type)
        .hasMessageStartingWith(folder.resolve("w.safetensors").toString())
        .hasMessageContainingAll(messages);
    assertThat(WeightFixtures.of(network)).isEqualTo(before);
    assertThat(network.parameters()).allMatch(parameter -> parameter.mask().isEmpty());
  }

  @Test
  void namesAndShapesMustBeTheSame() {
    try (WeightFile file =
        file(
            List.of("fc1.bias", "fc2.weight"),
            WeightFixtures.floats("fc2.weight", 1, 2),
            WeightFixtures.floats("head.bias", 1),
            WeightFixtures.floats("mask.head.bias", 1))) {
      assertRefused(
          WeightMismatchException.class,
          () -> file.loadInto(network),
          "\n  missing in the file (1): fc1.bias\n",
          "\n  unknown to the network (2): head.bias, mask.head.bias\n",
          "\n  different (1): fc2.weight F32 [2] in the file,"
              + " floating-point [3, 16] in the network\n");
      assertRefused(
          WeightMismatchException.class, () -> file.lenient().loadInto(network), "different (1)");
    }
  }

  @Test
  void longListsAreCutShort() {
    NamedTensor[] many = new NamedTensor[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = WeightFixtures.floats("extra" + i, 1);
    }
    try (WeightFile file = file(List.of(), many)) {
      assertRefused(
          WeightMismatchException.class, () -> file.loadInto(network), "extra11 and 8 more\n");
    }
  }

  @Test
  void lenientLoadingReportsWhatWasLeftOut() {
    try (WeightFile file = file(List.of("fc1.bias"), WeightFixtures.floats("head.bias", 1))) {
      LoadReport report = file.lenient().loadInto(network);
      assertThat(report.loaded()).containsExactly("fc1.weight", "fc2.weight", "fc2.bias");
      assertThat(report.missing()).containsExactly("fc1.bias");
      assertThat(report.unexpected()).containsExactly("head.bias");
      assertThat(report.excluded()).isEmpty();
      Map<String, List<Float>> after = WeightFixtures.of(network);
      assertThat(after.get("fc1.bias")).isEqualTo(before.get("fc1.bias"));
      assertThat(after.get("fc2.bias")).isEqualTo(WeightFixtures.of(source).get("fc2.bias"));
      assertThat(after.get("fc1.weight")).isNotEqualTo(before.get("fc1.weight"));
    }
  }

  @Test
  void excludedNamesMayDiffer() {
    WeightFixtures.mask(source.parameter("fc2.weight"));
    try (Network head = SmallNets.dense(5, 3);
        WeightFile file = file(List.of())) {
      List<Float> untouched = WeightFixtures.of(head).get("fc2.weight");
      assertThatThrownBy(() -> file.loadInto(head)).isInstanceOf(WeightMismatchException.class);
      LoadReport report = file.excluding("fc2.*").loadInto(head);
      assertThat(report.loaded()).containsExactly("fc1.weight", "fc1.bias");
      assertThat(report.excluded()).containsExactly("fc2.weight", "fc2.bias", "mask.fc2.weight");
      assertThat(report.masked()).isEmpty();
      assertThat(WeightFixtures.of(head).get("fc2.weight")).isEqualTo(untouched);
      assertThat(WeightFixtures.of(head).get("fc1.weight"))
          .isEqualTo(WeightFixtures.of(source).get("fc1.weight"));
      assertThatThrownBy(() -> file.lenient().excluding("fc3.*").loadInto(head))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received fc3.*; check the spelling");
    }
  }

  @Test
  void whatFitsNowhereIsNotLoadedLeniently() {
    Path path = folder.resolve("w.safetensors");
    SafeTensors.write(List.of(WeightFixtures.floats("other", 1)), Map.of(), path);
    try (WeightFile file = WeightFile.open(path)) {
      assertRefused(
          WeightMismatchException.class,
          () -> file.lenient().loadInto(network),
          "missing in the file (4)");
    }
  }

  private void writeWrapped(String prefix, NamedTensor... further) {
    List<NamedTensor> wrapped = new ArrayList<>(List.of(further));
    source.parameters().forEach(p -> wrapped.add(NamedTensor.of(prefix + p.name(), p.value())));
    SafeTensors.write(wrapped, Map.of(), folder.resolve("w.safetensors"));
  }

  private WeightFile wrapped() {
    return WeightFile.open(folder.resolve("w.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"module.", "model.", "_orig_mod.", "_orig_mod.module.", "net.encoder."})
  void whatWrapsAllNamesIsTakenOffAndTold(String prefix) {
    Mask mask = WeightFixtures.mask(source.parameter("fc1.weight"));
    writeWrapped(prefix, NamedTensor.of("mask." + prefix + "fc1.weight", mask));
    try (WeightFile file = wrapped()) {
      assertRefused(
          WeightMismatchException.class,
          () -> file.withoutPrefix("").loadInto(network),
          "load withoutPrefix(\"" + prefix + "\"), on the command line --strip-prefix " + prefix);
      LoadReport report = file.loadInto(network);
      assertThat(report.prefix()).isEqualTo(prefix);
      assertThat(report.loaded()).hasSize(4);
      assertThat(report.masked()).containsExactly("fc1.weight");
      assertThat(report).asString().contains("loaded by names without the prefix " + prefix);
      assertThat(network.parameter("fc1.weight").mask()).contains(mask);
      assertThat(WeightFixtures.of(network)).isEqualTo(WeightFixtures.of(source));
      assertThat(file.withoutPrefix(prefix).loadInto(network)).isEqualTo(report);
      assertThat(file.excluding().ofOtherShape(network)).isEmpty();
    }
  }

  @Test
  void whatWrapsSomeNamesIsTakenOffByChoice() {
    writeWrapped("module.", WeightFixtures.floats("temperature", 1));
    try (WeightFile file = wrapped()) {
      assertRefused(
          WeightMismatchException.class,
          () -> file.loadInto(network),
          "load withoutPrefix(\"module.\")");
      assertRefused(
          IllegalArgumentException.class,
          () -> file.withoutPrefix("modul.").loadInto(network),
          "expected names that begin with modul., received others, such as");
      LoadReport report = file.withoutPrefix("module.").lenient().loadInto(network);
      assertThat(report.unexpected()).containsExactly("temperature");
      assertThat(WeightFixtures.of(network)).isEqualTo(WeightFixtures.of(source));
    }
    writeWrapped("module.", WeightFixtures.floats("fc1.bias", 1));
    remember();
    try (WeightFile file = wrapped()) {
      assertRefused(
          WeightMismatchException.class,
          () -> file.withoutPrefix("module.").loadInto(network),
          "fc1.bias twice");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fc1.weight_orig, fc1.weight_mask, prune.remove(module",
    "fc1.weight_g, fc1.weight_v, remove_weight_norm(module",
    "fc1.weight_orig, fc1.weight_u, remove_spectral_norm(module",
    "fc1.parametrizations.weight.original0, fc1.parametrizations.weight.original1, "
        + "parametrize.remove_parametrizations(module"
  })
  void weightsThatPyTorchComputesFromOthersAreRefusedWithWhatEndsThat(
      String first, String second, String message) {
    NamedTensor one = WeightFixtures.floats(first, 1);
    try (WeightFile file = file(List.of("fc1.weight"), one, WeightFixtures.floats(second, 1))) {
      assertRefused(WeightMismatchException.class, () -> file.loadInto(network), message);
    }
  }

  @Test
  void countersOfBatchNormsArePassedOverAndOtherIntegersAreNot() {
    byte[] eight = new byte[8];
    NamedTensor counter =
        WeightFixtures.tensor("bn1.num_batches_tracked", StoredType.I64, List.of(), eight);
    try (WeightFile file = file(List.of(), counter)) {
      LoadReport report = file.loadInto(network);
      assertThat(report.passedOver()).containsExactly("bn1.num_batches_tracked");
      assertThat(report.unexpected()).isEmpty();
    }
    remember();
    NamedTensor steps = WeightFixtures.tensor("steps", StoredType.I64, List.of(), eight);
    try (WeightFile file = file(List.of(), steps)) {
      assertRefused(
          WeightMismatchException.class, () -> file.loadInto(network), "network (1): steps");
    }
    NamedTensor whole = WeightFixtures.tensor("fc2.bias", StoredType.I8, List.of(3L), new byte[3]);
    try (WeightFile file = file(List.of("fc2.bias"), whole)) {
      assertRefused(
          WeightMismatchException.class,
          () -> file.loadInto(network),
          "fc2.bias I8 [3] in the file, floating-point [3] in the network");
    }
  }

  @Test
  void lostWeightsAreRefusedByName() {
    for (float lost : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      try (WeightFile file =
          file(List.of("fc2.bias"), WeightFixtures.floats("fc2.bias", 1, 2, lost))) {
        assertRefused(
            CorruptDataException.class,
            () -> file.loadInto(network),
            "element 2 of fc2.bias: expected a finite number");
      }
    }
  }

  @Test
  void doublesThatSinglePrecisionCannotHoldAreRefused() {
    byte[] huge = {0, 0, 0, 0, 0, 0, 0, 0x7E};
    NamedTensor tensor = WeightFixtures.tensor("fc2.bias", StoredType.F64, List.of(1L), huge);
    try (Network one = SmallNets.dense(1, 1);
        WeightFile file = file(List.of("fc2.bias", "fc2.weight"), tensor)) {
      assertThatThrownBy(() -> file.excluding("fc2.weight").loadInto(one))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("element 0 of fc2.bias");
    }
  }

  @Test
  void masksMustHaveTheParametersShapeAndType() {
    NamedTensor[] wrong = {
      WeightFixtures.floats("mask.fc2.bias", 1, 1, 1),
      WeightFixtures.tensor("mask.fc2.bias", StoredType.BOOL, List.of(2L), new byte[2]),
    };
    for (NamedTensor mask : wrong) {
      try (WeightFile file = file(List.of(), mask)) {
        assertRefused(
            WeightMismatchException.class,
            () -> file.loadInto(network),
            "different (1): mask.fc2.bias",
            "BOOL mask [3] in the network");
      }
    }
    NamedTensor two =
        WeightFixtures.tensor("mask.fc2.bias", StoredType.BOOL, List.of(3L), new byte[] {1, 2, 1});
    try (WeightFile file = file(List.of(), two)) {
      assertRefused(
          CorruptDataException.class,
          () -> file.loadInto(network),
          "element 1 of mask.fc2.bias: expected 0 or 1, received 2.0");
    }
  }

  @Test
  void weightsUnderTheFilesMaskMustBeZero() {
    NamedTensor mask =
        WeightFixtures.tensor("mask.fc2.bias", StoredType.BOOL, List.of(3L), new byte[] {1, 1, 0});
    try (WeightFile file =
        file(List.of("fc2.bias"), WeightFixtures.floats("fc2.bias", 1, 2, 0.5f), mask)) {
      assertRefused(
          CorruptDataException.class,
          () -> file.loadInto(network),
          "element 2 of fc2.bias: expected 0, as the file's mask has it, received 0.5");
    }
  }

  @Test
  void theNetworksMaskStaysIfTheFileHasNoneAndItsZerosFit() {
    WeightFixtures.mask(network.parameter("fc1.weight"));
    remember();
    try (WeightFile file = file(List.of())) {
      assertThatThrownBy(() -> file.loadInto(network))
          .isInstanceOf(WeightMismatchException.class)
          .hasMessageContaining("zeros in fc1.weight where the network's mask holds it at zero")
          .hasMessageContaining("dropMask()");
      assertThat(WeightFixtures.of(network)).isEqualTo(before);
    }
    WeightFixtures.mask(source.parameter("fc1.weight"));
    source.parameter("fc1.weight").dropMask();
    try (WeightFile file = file(List.of())) {
      file.loadInto(network);
      assertThat(WeightFixtures.of(network)).isEqualTo(WeightFixtures.of(source));
      assertThat(network.parameter("fc1.weight").mask()).isPresent();
    }
  }

  @Test
  void aClosedFileIsToldAndHarmsNothing() {
    WeightFile file = file(List.of());
    StoredTensor tensor = file.tensor("fc1.bias");
    file.close();
    file.close();
    assertThatThrownBy(() -> file.loadInto(network))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("w.safetensors was closed; open it again");
    assertThatThrownBy(tensor::toFloats).isInstanceOf(IllegalStateException.class);
    assertThat(WeightFixtures.of(network)).isEqualTo(before);
  }

  @Test
  void tensorsAreReadByName() {
    try (WeightFile file = file(List.of())) {
      assertThat(file.has("fc1.bias")).isTrue();
      assertThat(file.has("fc9.bias")).isFalse();
      assertThatThrownBy(() -> file.tensor("fc9.bias"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one of the 4 in " + file.path());
      assertThatThrownBy(
              () -> file.tensor("fc1.bias").copyTo(network.parameter("fc2.bias").value()))
          .hasMessageContaining("fc1.bias: expected 3 elements, received [16]");
    }
  }
}
