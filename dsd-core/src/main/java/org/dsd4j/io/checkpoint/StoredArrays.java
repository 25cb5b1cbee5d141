package org.dsd4j.io.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.ValueCheck;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Reads arrays and masks as {@link NamedTensor#of(String, INDArray)} had them, bit for bit. */
public final class StoredArrays {
  private StoredArrays() {}

  /**
   * A copy of the values that the caller owns, in single or double precision.
   *
   * @param like what the values must have the shape and the type of
   * @throws CorruptDataException if the file has another shape or type
   */
  public static INDArray array(WeightFile file, String name, Like like) {
    StoredTensor tensor = tensor(file, name, like.shape, like.type());
    INDArray array = Nd4j.createUninitialized(like.dataType, like.shape.toLongs(), 'c');
    INDArray flat = array.reshape('c', new long[] {array.length()});
    AtomicLong next = new AtomicLong();
    tensor.runs(
        run -> {
          try (INDArray values = values(run, like.dataType)) {
            long from = next.getAndAdd(values.length());
            flat.get(NDArrayIndex.interval(from, next.get())).assign(values);
          }
        });
    return array;
  }

  /** Not by the array's own buffer, which a device would take no notice of. */
  private static INDArray values(ByteBuffer run, DataType type) {
    if (type == DataType.DOUBLE) {
      double[] values = new double[run.remaining() / Double.BYTES];
      run.asDoubleBuffer().get(values);
      return Nd4j.createFromArray(values);
    }
    float[] values = new float[run.remaining() / Float.BYTES];
    run.asFloatBuffer().get(values);
    return Nd4j.createFromArray(values);
  }

  /**
   * A mask.
   *
   * @throws CorruptDataException if the file has another shape, or truth values that are none
   */
  public static Mask mask(WeightFile file, String name, Shape shape) {
    StoredTensor tensor = tensor(file, name, shape, StoredType.BOOL);
    return new ValueCheck(file.path()).mask(tensor, shape);
  }

  /**
   * What an array must be.
   *
   * @param shape its extents
   * @param dataType single or double precision
   */
  public record Like(Shape shape, DataType dataType) {
    StoredType type() {
      return dataType == DataType.DOUBLE ? StoredType.F64 : StoredType.F32;
    }
  }

  private static StoredTensor tensor(WeightFile file, String name, Shape shape, StoredType type) {
    Path path = file.path();
    if (!file.has(name)) {
      throw wrong(path, name, "to be there", "no such tensor");
    }
    StoredTensor tensor = file.tensor(name);
    long[] extents = tensor.extents().stream().mapToLong(Long::longValue).toArray();
    if (tensor.type() != type || !Arrays.equals(extents, shape.toLongs())) {
      throw wrong(path, name, type + " " + shape, tensor.type() + " " + tensor.extents());
    }
    return tensor;
  }

  private static CorruptDataException wrong(
      Path path, String name, String expected, String received) {
    return new CorruptDataException(
        path + ", tensor " + name,
        expected,
        received,
        "go on with the network and optimizer that the file was written with");
  }
}
