package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
