package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;

/** Kernels for operations on padded batches, and comparisons. */
public abstract class SequencesFixture extends OpenKernels {
  /** What is tested of the kernels. */
  protected Sequences sequences;

  @BeforeEach
  void openSequences() {
    sequences = kernels.sequences();
  }

  static void assertClose(String what, Tensor actual, float[] expected) {
    assertClose(what, actual.toFloats(), expected, 3e-5);
  }

  /** AssertJ takes half a minute for as many numbers as these tests compare. */
  static void assertClose(String what, float[] actual, float[] expected, double off) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs((double) actual[i] - expected[i]) <= off)) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s, element %d: expected %s, received %s",
                what,
                i,
                expected[i],
                actual[i]));
      }
    }
  }
}
