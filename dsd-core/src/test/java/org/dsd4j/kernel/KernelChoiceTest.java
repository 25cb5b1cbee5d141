package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.dsd4j.kernel.KernelChoice.Backend;
import org.dsd4j.tensor.ElementType;
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
    try (Kernels kernels = KernelChoice.open(type)) {
      return kernels.name();
    }
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
    assertThatThrownBy(() -> KernelChoice.open(ElementType.FLOAT32))
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
    assertThat(KernelChoice.loaded(false, () -> fail("ND4J was started"))).isEqualTo(Backend.CPU);
    assertThat(KernelChoice.loaded(true, () -> true)).isEqualTo(Backend.CPU_FOR_GPU);
    assertThat(KernelChoice.loaded(true, () -> false)).isEqualTo(Backend.GPU);
    String onCpu = KernelChoice.name(null, ElementType.FLOAT32, Backend.CPU);
    assertThat(KernelChoice.name(null, ElementType.FLOAT32, Backend.CPU_FOR_GPU)).isEqualTo(onCpu);
    assertThat(KernelChoice.name(null, ElementType.FLOAT32, Backend.GPU)).isEqualTo("nd4j");
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
                    }))
        .isInstanceOf(KernelsUnavailableException.class)
        .hasCause(cause)
        .hasMessageContainingAll("driver", "CUDA 11.6", "cuDNN 8", "compute capability 3.7 to 8.6")
        .hasMessageNotContaining(KernelChoice.PROPERTY);
  }

  @Test
  void onednnCannotBeForcedOnArraysOfADevice() {
    assertThat(KernelChoice.name("onednn", ElementType.FLOAT32, Backend.CPU_FOR_GPU))
        .isEqualTo("onednn");
    assertThat(KernelChoice.name("nd4j", ElementType.FLOAT32, Backend.GPU)).isEqualTo("nd4j");
    assertThatThrownBy(() -> KernelChoice.name("onednn", ElementType.FLOAT32, Backend.GPU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("system property dsd.kernels: expected nd4j, as arrays lie in the");
  }
}
