package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Layout;
import org.dsd4j.kernel.LossKernels;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.Norms;
import org.dsd4j.kernel.Pooling;
import org.dsd4j.kernel.Products;
import org.dsd4j.kernel.Recurrent;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.kernel.nd4j.recurrent.Nd4jRecurrent;
import org.dsd4j.tensor.ElementType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernels made of ND4J's own operations: they run on every backend of ND4J, CPU or CUDA, in single
 * and double precision.
 */
public final class Nd4jKernels implements Kernels {
  private final Scratch scratch = new Scratch();
  private final Nd4jMemory memory;
  private final Nd4jElementwise elementwise = new Nd4jElementwise(scratch);
  private final Nd4jProducts products;
  private final Nd4jPooling pooling = new Nd4jPooling(scratch);
  private final Nd4jNorms normalization = new Nd4jNorms(scratch);
  private final Nd4jSequences sequences = new Nd4jSequences(scratch);
  private final Nd4jLayout layout = new Nd4jLayout();
  private final Nd4jRecurrent recurrent;
  private final Nd4jLosses losses = new Nd4jLosses(scratch);

  /** Kernels on the backend that ND4J has loaded. */
  public Nd4jKernels() {
    this(!Nd4j.getEnvironment().isCPU());
  }

  /** Kernels for a backend whose arrays lie on a device, or in the CPU's memory. */
  Nd4jKernels(boolean device) {
    this.memory = new Nd4jMemory(scratch, device);
    this.products = new Nd4jProducts(scratch, device);
    this.recurrent = new Nd4jRecurrent(scratch, elementwise, products);
  }

  @Override
  public String name() {
    return Nd4jProvider.NAME;
  }

  @Override
  public String description() {
    return "ND4J, " + Nd4j.getBackend().getClass().getSimpleName();
  }

  @Override
  public int threads() {
    return Nd4j.getEnvironment().maxThreads();
  }

  @Override
  public boolean computesIn(ElementType type) {
    return type != ElementType.BFLOAT16;
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public Elementwise elementwise() {
    return elementwise;
  }

  @Override
  public Products products() {
    return products;
  }

  @Override
  public Pooling pooling() {
    return pooling;
  }

  @Override
  public Norms norms() {
    return normalization;
  }

  @Override
  public Recurrent recurrent() {
    return recurrent;
  }

  @Override
  public Sequences sequences() {
    return sequences;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public LossKernels losses() {
    return losses;
  }

  @Override
  public void close() {
    memory.close();
    scratch.close();
  }
}
