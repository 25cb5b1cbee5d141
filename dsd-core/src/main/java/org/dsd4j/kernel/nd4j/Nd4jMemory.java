package org.dsd4j.kernel.nd4j;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Memory in ND4J arrays that are closed explicitly, not by the garbage collector. */
final class Nd4jMemory implements Memory {
  private final Set<Nd4jTensor> held = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Nd4jTensor> aliases = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Scratch scratch;
  private final boolean device;

  /**
   * Memory without tensors.
   *
   * @param device whether arrays lie on a device, whose memory JavaCPP does not limit
   */
  Nd4jMemory(Scratch scratch, boolean device) {
    this.scratch = scratch;
    this.device = device;
  }

  /** The remedy for a lack of memory, in messages. */
  String remedy() {
    return "take a smaller batch or "
        + (device
            ? "end other programs that hold memory of the GPU (nvidia-smi lists them)"
            : "raise -Dorg.bytedeco.javacpp.maxbytes and maxphysicalbytes");
  }

  @Override
  public Tensor allocate(ElementType type, Shape shape) {
    INDArray array;
    try {
      array = Nd4j.create(type.dataType(), shape.toLongs(), 'c');
    } catch (OutOfMemoryError | RuntimeException e) {
      // ND4J throws one or the other, depending on where the allocation fails.
      OutOfMemoryError located =
          new OutOfMemoryError(
              String.format(
                  Locale.ROOT,
                  "a tensor of %s %s needs %,d bytes beside the %,d held; %s",
                  type,
                  shape,
                  shape.elements() * type.bytes(),
                  bytesHeld(),
                  remedy()));
      located.initCause(e);
      throw located;
    }
    Nd4jTensor tensor = new Nd4jTensor(shape, type, array, new Nd4jTensor.Owner());
    held.add(tensor);
    return tensor;
  }

  @Override
  public void release(Tensor tensor) {
    Nd4jTensor released = Nd4jTensor.itself(tensor);
    if (held.remove(released)) {
      released.close();
    } else if (aliases.remove(released)) {
      released.end();
    }
  }

  @Override
  public Tensor alias(Tensor source) {
    Nd4jTensor alias = Nd4jTensor.of(source).alias();
    aliases.add(alias);
    return alias;
  }

  @Override
  public Tensor view(Tensor source, long offset, Shape shape) {
    ShapeException.checkPart(source.shape(), offset, shape.elements());
    return Nd4jTensor.part(source, offset, shape);
  }

  @Override
  public void fill(Tensor tensor, double value) {
    Nd4jTensor.flat(tensor).assign(value);
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    Nd4jTensor.flat(to).assign(Nd4jTensor.flat(from));
  }

  @Override
  public boolean allFinite(Tensor tensor) {
    // Infinities and NaN survive a sum of absolute values; a finite tensor's sum may overflow only
    // in single precision, so it is taken in double.
    INDArray flat = Nd4jTensor.flat(tensor);
    INDArray wide =
        scratch.get("finite", org.nd4j.linalg.api.buffer.DataType.DOUBLE, flat.length());
    wide.assign(flat);
    return Double.isFinite(wide.norm1Number().doubleValue());
  }

  @Override
  public long bytesHeld() {
    return held.stream().mapToLong(Nd4jTensor::bytes).sum() + scratch.bytes();
  }

  void close() {
    aliases.forEach(Nd4jTensor::end);
    aliases.clear();
    held.forEach(Nd4jTensor::close);
    held.clear();
  }
}
