package org.dsd4j.kernel.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelChoiceTest {
  private String before;

  @BeforeEach
  void forgetProperty() {
    before = System.clearProperty(KernelChoice.PROPERTY);
  }

  @AfterEach
  void restoreProperty() {
    if (before == null) {
      System.clearProperty(KernelChoice.PROPERTY);
    } else {
      System.setProperty(KernelChoice.PROPERTY, before);
    }
  }

  private static String chosen(ElementType type) {
    try (Kernels kernels = KernelChoice.open(type, text -> {})) {
      return kernels.name();
    }
  }

  private static String chosen(@Nullable String forced, ElementType type, Backend backend) {
    return KernelChoice.provider(KernelChoice.providers(), forced, type, backend).name();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "onednn"})
  void aPropertyForcesTheChoice(String name) {
    System.setProperty(KernelChoice.PROPERTY, name);
    assertThat(chosen(ElementType.FLOAT32)).isEqualTo(name);
  }

  @Test
  void anUnknownNameListsTheKernelsThereAre() {
    System.setProperty(KernelChoice.PROPERTY, "abacus");
    assertThatThrownBy(() -> KernelChoice.open(ElementType.FLOAT32, text -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("system property dsd.kernels")
        .hasMessageContaining("[nd4j, onednn]")
        .hasMessageContaining("received abacus");
  }

  @Test
  void doublePrecisionIsNd4js() {
    assertThat(chosen(ElementType.FLOAT64)).isEqualTo("nd4j");
  }

  @Test
  void whatNd4jHasLoadedDecidesAndNotWhatLiesOnTheClassPath() {
    List<String> warnings = new ArrayList<>();
    assertThat(KernelChoice.loaded(false, () -> fail("ND4J was started"), warnings::add))
        .isEqualTo(Backend.CPU);
    assertThat(KernelChoice.loaded(true, () -> false, warnings::add)).isEqualTo(Backend.GPU);
    assertThat(warnings).isEmpty();
    assertThat(KernelChoice.loaded(true, () -> true, warnings::add)).isEqualTo(Backend.CPU_FOR_GPU);
    // A network hands it on to the notes of a run's result.
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("did not start", "CUDA 11.6");
    String onCpu = chosen(null, ElementType.FLOAT32, Backend.CPU);
    assertThat(chosen(null, ElementType.FLOAT32, Backend.CPU_FOR_GPU)).isEqualTo(onCpu);
    assertThat(chosen(null, ElementType.FLOAT32, Backend.GPU)).isEqualTo("nd4j");
  }

  @Test
  void aBackendThatDoesNotStartSaysWhatItNeeds() {
    Throwable cause = new ExceptionInInitializerError("no CUDA");
    assertThatThrownBy(
            () ->
                KernelChoice.loaded(
                    true,
                    () -> {
                      throw (ExceptionInInitializerError) cause;
                    },
                    text -> {}))
        .isInstanceOf(KernelsUnavailableException.class)
        .hasCause(cause)
        .hasMessageContainingAll("driver", "CUDA 11.6", "cuDNN 8", "compute capability 3.7 to 8.6")
        .hasMessageNotContaining(KernelChoice.PROPERTY);
  }

  @Test
  void onednnCannotBeForcedOnArraysOfADevice() {
    assertThat(chosen("onednn", ElementType.FLOAT32, Backend.CPU_FOR_GPU)).isEqualTo("onednn");
    assertThat(chosen("nd4j", ElementType.FLOAT32, Backend.GPU)).isEqualTo("nd4j");
    assertThatThrownBy(() -> chosen("onednn", ElementType.FLOAT32, Backend.GPU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("system property dsd.kernels: expected kernels that compute in")
        .hasMessageContaining("received onednn: arrays lie in the memory of a GPU");
  }

  @Test
  void onednnCannotBeForcedToDoublePrecision() {
    assertThatThrownBy(() -> chosen("onednn", ElementType.FLOAT64, Backend.CPU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("received onednn: they compute in single precision");
  }

  @Test
  void theHighestOfThoseThatCanComputeIsTaken() {
    KernelsProvider good = provider("good", 7, Optional.empty());
    KernelsProvider best = provider("best", 9, Optional.of("it has no abacus"));
    List<KernelsProvider> all = List.of(best, good, provider("poor", -1, Optional.empty()));
    assertThat(KernelChoice.provider(all, null, ElementType.FLOAT32, Backend.CPU)).isSameAs(good);
    assertThatThrownBy(
            () -> KernelChoice.provider(List.of(best), null, ElementType.FLOAT32, Backend.CPU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("received [best: it has no abacus]");
  }

  private static KernelsProvider provider(String name, int rank, Optional<String> obstacle) {
    return new KernelsProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int rank() {
        return rank;
      }

      @Override
      public Optional<String> obstacle(ElementType type, Backend backend) {
        return obstacle;
      }

      @Override
      public Kernels open() {
        throw new AssertionError("opened " + name);
      }
    };
  }
}
