package org.dsd4j.io.checkpoint;

import java.util.Arrays;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.ValueCheck;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.tensor.ArrayFill;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads arrays and masks, bit for bit as {@link NamedTensor#of(String, INDArray)} stored them.
 *
 * @hidden
 */
@Internal
public final class StoredArrays {
  private StoredArrays() {}

  /**
   * A copy of the values that the caller owns, in single or double precision.
   *
   * @param source the file's name in messages
   * @param like a tensor with the required shape and type
   * @throws CorruptDataException if the file has another shape or type
   */
  public static INDArray array(String source, NamedTensor tensor, Tensor like) {
    return array(source, tensor, like.shape(), like.type());
  }

  /** The same of a required shape, and single or double precision. */
  public static INDArray array(
      String source, NamedTensor tensor, Shape shape, ElementType precision) {
    StoredType type = precision == ElementType.FLOAT64 ? StoredType.F64 : StoredType.F32;
    check(source, tensor, shape, type);
    return ArrayFill.of(tensor);
  }

  /**
   * A mask.
   *
   * @throws CorruptDataException if the file has another shape, or other values than 0 and 1
   */
  public static Mask mask(WeightFile file, String name, Shape shape) {
    if (!file.has(name)) {
      throw missing(file.path().toString(), name);
    }
    check(file.path().toString(), file.tensor(name), shape, StoredType.BOOL);
    return new ValueCheck(file.path()).mask(file.tensor(name), shape);
  }

  private static void check(String source, NamedTensor tensor, Shape shape, StoredType type) {
    long[] extents = tensor.extents().stream().mapToLong(Long::longValue).toArray();
    if (tensor.type() != type || !Arrays.equals(extents, shape.toLongs())) {
      throw wrong(
          source, tensor.name(), type + " " + shape, tensor.type() + " " + tensor.extents());
    }
  }

  /** The exception for a missing tensor. */
  public static CorruptDataException missing(String source, String name) {
    return wrong(source, name, "to be there", "no such tensor");
  }

  /** The exception for a tensor of another form. */
  public static CorruptDataException wrong(
      String source, String name, String expected, String received) {
    return new CorruptDataException(
        source + ", tensor " + name,
        expected,
        received,
        "use the network and optimizer that the file was written with");
  }
}
