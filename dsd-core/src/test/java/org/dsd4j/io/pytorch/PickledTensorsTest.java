package org.dsd4j.io.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightFixtures;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PyTorch keeps beside a tensor's elements, and the ways it has of writing pickles. */
@InEveryLocale
class PickledTensorsTest {
  @TempDir Path folder;

  private static float[] tensor(String file, String name) {
    try (WeightFile weights = WeightFile.open(WeightFixtures.ofPyTorch(file))) {
      return weights.tensor(name).toFloats();
    }
  }

  @Test
  void aNegativeViewHasItsSign() {
    assertThat(tensor("conj_imag.pth", "w")).containsExactly(-2, 4);
  }

  @Test
  void elementsMayLieInOnePlace() {
    assertThat(tensor("expand.pth", "w")).containsExactly(1, 1, 1, 2, 2, 2);
  }

  @Test
  void whatLiesBesideElementsIsAppliedOrChangesNothing() {
    try (WeightFile pickled = WeightFile.open(WeightFixtures.ofPyTorch("repeated.pth"));
        WeightFile plain = WeightFile.open(WeightFixtures.ofPyTorch("repeated.safetensors"))) {
      assertThat(pickled.tensors()).hasSize(20).hasSameSizeAs(plain.tensors());
      for (StoredTensor tensor : pickled.tensors()) {
        StoredTensor other = plain.tensor(tensor.name());
        assertThat(tensor.toString()).isEqualTo(other.toString());
        assertThat(tensor.toFloats()).as(tensor.name()).isEqualTo(other.toFloats());
      }
      Path again = folder.resolve("again.safetensors");
      SafeTensors.write(List.copyOf(pickled.tensors()), Map.of(), again);
      try (WeightFile written = WeightFile.open(again)) {
        assertThat(WeightFixtures.of(written)).isEqualTo(WeightFixtures.of(plain));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5})
  void pickleProtocolsAreAlike(int protocol) {
    try (Network network = SmallNets.convolutional(7);
        WeightFile file =
            WeightFile.open(WeightFixtures.ofPyTorch("protocol" + protocol + ".pth"));
        WeightFile plain = WeightFile.open(WeightFixtures.ofPyTorch("net.pth"))) {
      file.loadInto(network);
      assertThat(WeightFixtures.of(file)).isEqualTo(WeightFixtures.of(plain));
    }
    assertThat(tensor("ones4.pth", "w")).containsExactly(1, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sparse | write tensor.to_dense() in its place",
        "sparse_rows | write tensor.to_dense() in its place",
        "quantized | write tensor.dequantize() in its place",
        "complex | write torch.view_as_real(tensor.resolve_conj()) in its place",
        "negative_integers | received one of I32 with 'neg'",
        "conjugate | received one of F32 with 'conj'; write tensor.resolve_conj().resolve_neg()",
        "unknown_property | received one of F32 with 'zero'",
        "protocol0 | received 0x64; write the state dict alone",
        "optimizer | received the state of an optimizer, which has no weights; write the state",
        "list | received the whole: a list",
        "script | torch.save(torch.jit.load(name).state_dict(), other)"
      })
  void whatCannotBeRightIsRefusedByName(String name, String message) {
    Path path = WeightFixtures.ofPyTorch("refused_" + name + ".pth");
    assertThatThrownBy(() -> WeightFile.open(path))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("get the file again");
  }
}
