package org.dsd4j.benchmark;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The kernels that a benchmark measures, and tensors of theirs. */
@State(Scope.Benchmark)
public class BenchmarkKernels {
  /** Which kernels. */
  @Param({"onednn", "nd4j"})
  public String kernels;

  private Kernels opened;
  private long seed;

  /** The kernels, opened when first asked for. */
  Kernels get() {
    if (opened == null) {
      opened = kernels.equals("nd4j") ? new Nd4jKernels() : new OnednnKernels();
    }
    return opened;
  }

  /** A tensor of normally distributed numbers. */
  Tensor normal(ElementType type, int... extents) {
    Shape shape = Shape.of(extents);
    Tensor tensor = get().memory().allocate(type, shape);
    tensor.set(Numbers.floats(Numbers.normal((int) shape.elements(), ++seed)));
    return tensor;
  }

  void close() {
    get().close();
    opened = null;
  }
}
