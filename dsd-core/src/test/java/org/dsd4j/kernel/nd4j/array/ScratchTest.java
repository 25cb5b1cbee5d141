package org.dsd4j.kernel.nd4j.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class ScratchTest {
  @Test
  void servesOnWhenItCannotGrow() {
    try (Scratch scratch = new Scratch()) {
      scratch.get("slot", DataType.FLOAT, 4).assign(1);
      // ND4J throws an error or an exception, depending on who notices.
      assertThatThrownBy(() -> scratch.get("slot", DataType.FLOAT, 1L << 45))
          .isInstanceOf(Throwable.class);
      assertThat(scratch.bytes()).isZero();
      assertThat(scratch.get("slot", DataType.FLOAT, 3).assign(2).sumNumber().intValue())
          .isEqualTo(6);
    }
  }
}
