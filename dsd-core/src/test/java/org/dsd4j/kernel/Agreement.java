package org.dsd4j.kernel;

import java.util.Arrays;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;

/**
 * What properties start from that say: oneDNN's kernels and ND4J's give the same, whatever the
 * settings and shapes. One pair of kernels serves all tries, so shapes change between their calls
 * as in a network.
 */
abstract class Agreement {
  private static final double SHARE = 1e-4;

  static Kernels onednn;
  static Kernels nd4j;

  @BeforeContainer
  static void open() {
    onednn = new OnednnKernels();
    nd4j = new Nd4jKernels();
  }

  @AfterContainer
  static void close() {
    onednn.close();
    nd4j.close();
  }

  static void agree(Consumer<Side> calls) {
    agree(1e-3, calls);
  }

  static void agree(double least, Consumer<Side> calls) {
    Side.assertAgree(
        Side.run(onednn, ElementType.FLOAT32, calls),
        Side.run(nd4j, ElementType.FLOAT32, calls),
        SHARE,
        least);
  }

  static Arbitrary<Extent> extents(int least, int most) {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(least, most);
    return Combinators.combine(sizes, sizes).as(Extent::new);
  }

  @Provide
  Arbitrary<Extent> images() {
    return extents(1, 8);
  }

  /** How much an image is larger than the smallest that a window fits in. */
  @Provide
  Arbitrary<Extent> excess() {
    return extents(0, 5);
  }

  @Provide
  Arbitrary<Shape> shapes() {
    Arbitrary<Integer> outer = Arbitraries.integers().between(1, 4);
    return Combinators.combine(outer.array(int[].class).ofMinSize(1).ofMaxSize(3), channels())
        .as(
            (outers, last) -> {
              int[] extents = Arrays.copyOf(outers, outers.length + 1);
              extents[outers.length] = last;
              return Shape.of(extents);
            });
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.integers().between(1, 37);
  }

  static int smallest(int window, int padding, int excess) {
    return Math.max(1, window - 2 * padding) + excess;
  }

  static Shape images(int batch, Extent size, int channels) {
    return Shape.of(batch, size.height(), size.width(), channels);
  }
}
