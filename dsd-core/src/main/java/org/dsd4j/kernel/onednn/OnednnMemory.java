package org.dsd4j.kernel.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Locale;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.onednn.heap.Copies;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.primitive.Call;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Formats;
import org.dsd4j.kernel.onednn.primitive.NativeScratch;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/** Memory in native blocks that are released explicitly. */
final class OnednnMemory implements Memory {
  private static final int RUN = 4096;

  private final IdentityHashMap<OnednnTensor, NativeBlock> held = new IdentityHashMap<>();
  private final Calls calls;
  private final NativeScratch scratch;

  OnednnMemory(Calls calls, NativeScratch scratch) {
    this.calls = calls;
    this.scratch = scratch;
  }

  @Override
  public Tensor allocate(ElementType type, Shape shape) {
    long bytes = shape.elements() * type.bytes();
    NativeBlock block;
    try {
      block = new NativeBlock(bytes);
    } catch (OutOfMemoryError e) {
      OutOfMemoryError located =
          new OutOfMemoryError(
              String.format(
                  Locale.ROOT,
                  "a tensor of %s %s needs %,d bytes beside the %,d held; take a smaller batch",
                  type,
                  shape,
                  bytes,
                  bytesHeld()));
      located.initCause(e);
      throw located;
    }
    OnednnTensor tensor = new OnednnTensor(block, 0, type, shape);
    held.put(tensor, block);
    return tensor;
  }

  @Override
  public void release(Tensor tensor) {
    NativeBlock block = held.remove(OnednnTensor.of(tensor));
    if (block != null) {
      calls.forget(block);
      block.close();
    }
  }

  @Override
  public Tensor alias(Tensor source) {
    OnednnTensor tensor = OnednnTensor.of(source);
    NativeBlock block = tensor.block().alias();
    OnednnTensor alias = new OnednnTensor(block, tensor.byteOf(0), tensor.type(), tensor.shape());
    held.put(alias, block);
    return alias;
  }

  @Override
  public Tensor view(Tensor source, long offset, Shape shape) {
    ShapeException.checkPart(source.shape(), offset, shape.elements());
    return OnednnTensor.of(source).part(offset, shape);
  }

  @Override
  public void fill(Tensor tensor, double value) {
    OnednnTensor target = OnednnTensor.of(tensor);
    float[] run = new float[RUN];
    Arrays.fill(run, (float) value);
    for (long at = 0; at < target.elements(); at += RUN) {
      Copies.write(run, (int) Math.min(RUN, target.elements() - at), target, at);
    }
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    calls.run(
        Call.of("copy", "", from, to),
        p -> p.copy(p.on(from, Formats.flat(from)), p.on(to, Formats.flat(to))));
  }

  @Override
  public boolean allFinite(Tensor tensor) {
    OnednnTensor source = OnednnTensor.of(tensor);
    float[] run = new float[RUN];
    for (long at = 0; at < source.elements(); at += RUN) {
      int count = (int) Math.min(RUN, source.elements() - at);
      Copies.read(source, at, run, count);
      // Zero times an infinity or NaN is NaN, and NaN stays in a sum.
      float even = 0;
      float odd = 0;
      for (int i = 0; i + 1 < count; i += 2) {
        even += run[i] * 0;
        odd += run[i + 1] * 0;
      }
      if (even + odd + run[count - 1] * 0 != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long bytesHeld() {
    return held.values().stream().mapToLong(NativeBlock::ownBytes).sum()
        + calls.bytes()
        + scratch.bytes();
  }

  void close() {
    new ArrayList<>(held.keySet()).forEach(this::release);
  }
}
