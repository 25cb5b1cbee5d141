package org.dsd4j.tensor;

import org.nd4j.linalg.api.buffer.DataType;

/** The type of a tensor's elements. */
public enum ElementType {
  /** 32-bit floating point: what networks are trained in. */
  FLOAT32(DataType.FLOAT, 4),
  /** 64-bit floating point: for gradient checks. */
  FLOAT64(DataType.DOUBLE, 8),
  /**
   * 16-bit floating point with the exponent of {@link #FLOAT32} and 8 bits of precision: for the
   * activations and gradients of networks that compute in it.
   */
  BFLOAT16(DataType.BFLOAT16, 2);

  private final DataType dataType;
  private final int bytes;

  ElementType(DataType dataType, int bytes) {
    this.dataType = dataType;
    this.bytes = bytes;
  }

  /** ND4J's type of these elements. */
  public DataType dataType() {
    return dataType;
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }
}
