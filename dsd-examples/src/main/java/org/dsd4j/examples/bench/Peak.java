package org.dsd4j.examples.bench;

import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * The highest rate of arithmetic of the kernels: the better of a product of 2048³ and a 3×3
 * convolution on sixteen images of 28×28×256.
 */
final class Peak {
  private static final int EDGE = 2048;
  private static final int RUNS = 12;

  private final Kernels kernels;
  private final ElementType type;

  Peak(Kernels kernels, ElementType type) {
    this.kernels = kernels;
    this.type = type;
  }

  /** The rate in 10⁹ operations per second, counting a multiplication and an addition as two. */
  double gflops() {
    return Math.max(product(), convolution());
  }

  private double product() {
    Tensor a = allocate(type, EDGE, EDGE);
    Tensor b = allocate(ElementType.FLOAT32, EDGE, EDGE);
    Tensor c = allocate(type, EDGE, EDGE);
    double flop = 2.0 * EDGE * EDGE * EDGE;
    return best(flop, () -> kernels.products().linear(a, b, Epilogue.NONE, c), a, b, c);
  }

  private double convolution() {
    Extent three = Extent.square(3);
    Extent one = Extent.square(1);
    Convolution settings = new Convolution(three, one, one, one, 1);
    Tensor x = allocate(type, 16, 28, 28, 256);
    Tensor weight = allocate(ElementType.FLOAT32, 256, 256, 3, 3);
    Tensor y = allocate(type, 16, 28, 28, 256);
    double flop = 2.0 * y.shape().elements() * 256 * 9;
    return best(
        flop,
        () -> kernels.products().convolution(settings, x, weight, Epilogue.NONE, y),
        x,
        weight,
        y);
  }

  private Tensor allocate(ElementType type, int... extents) {
    Tensor tensor = kernels.memory().allocate(type, Shape.of(extents));
    // Memory pages that were never written all map to the same physical page, which would stay in
    // the cache.
    kernels.memory().fill(tensor, 0.5);
    return tensor;
  }

  private double best(double flop, Runnable work, Tensor... tensors) {
    double best = 0;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      work.run();
      best = Math.max(best, flop / (System.nanoTime() - start));
    }
    Memory memory = kernels.memory();
    for (Tensor tensor : tensors) {
      memory.release(tensor);
    }
    return best;
  }
}
