package org.dsd4j.kernel.onednn;

import java.util.List;
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
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.NativeScratch;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.kernel.onednn.recurrent.OnednnRecurrent;
import org.dsd4j.tensor.ElementType;

/**
 * Kernels made of oneDNN's primitives, for CPUs. They compute in single precision and, on
 * processors that support it, in bfloat16. Primitives are built once for each operation on given
 * tensors and kept as long as these.
 */
public final class OnednnKernels implements Kernels {
  private final Calls calls;
  private final NativeScratch scratch;
  private final OnednnMemory memory;
  private final OnednnElementwise elementwise;
  private final OnednnProducts products;
  private final OnednnPooling pooling;
  private final OnednnNorms normalization;
  private final OnednnRecurrent recurrent;
  private final OnednnSequences sequences;
  private final OnednnLayout layout;
  private final OnednnLosses losses;

  /**
   * New kernels.
   *
   * @throws org.dsd4j.kernel.choice.KernelsUnavailableException if oneDNN's library cannot be
   *     loaded
   */
  public OnednnKernels() {
    Onednn.load();
    this.scratch = new NativeScratch();
    this.calls = new Calls(scratch);
    this.memory = new OnednnMemory(calls, scratch);
    this.elementwise = new OnednnElementwise(calls);
    this.products = new OnednnProducts(calls);
    this.pooling = new OnednnPooling(calls);
    this.normalization = new OnednnNorms(calls);
    this.recurrent = new OnednnRecurrent(calls, scratch);
    this.sequences = new OnednnSequences();
    this.layout = new OnednnLayout(calls);
    this.losses = new OnednnLosses(elementwise, memory);
  }

  @Override
  public String name() {
    return OnednnProvider.NAME;
  }

  @Override
  public String description() {
    return Onednn.version();
  }

  @Override
  public List<String> warnings() {
    return Onednn.warnings();
  }

  @Override
  public int threads() {
    return Onednn.threads();
  }

  @Override
  public boolean computesIn(ElementType type) {
    return switch (type) {
      case FLOAT32 -> true;
      case BFLOAT16 -> Onednn.hasBfloat16();
      case FLOAT64 -> false;
    };
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
    calls.close();
    scratch.close();
  }
}
