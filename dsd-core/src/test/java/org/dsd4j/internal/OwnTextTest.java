package org.dsd4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class OwnTextTest {
  private static final class Silent {}

  @Test
  void whatSaysNothingIsKnownByItsClassInEachProcess() {
    IntUnaryOperator lambda = x -> x;
    assertThat(OwnText.text(new Silent())).isEqualTo(Silent.class.getName());
    assertThat(OwnText.text(lambda)).isEqualTo(OwnTextTest.class.getName());
    assertThat(OwnText.text(3)).isEqualTo("3");
  }

  @Test
  void aStepThatDoesNothingIsLeftOut() {
    assertThat(OwnText.inOrder("none", "crop", "none")).isEqualTo("crop");
    assertThat(OwnText.inOrder("crop", "none", "none")).isEqualTo("crop");
    assertThat(OwnText.inOrder("crop", "flip", "none")).isEqualTo("crop, then flip");
    assertThat(OwnText.inOrder("crop", new Silent(), "none"))
        .isEqualTo("crop, then a step without a name");
  }
}
