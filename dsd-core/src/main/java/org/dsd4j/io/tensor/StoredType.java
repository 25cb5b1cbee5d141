package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.dsd4j.internal.Halves;
import org.dsd4j.internal.Internal;

/**
 * The type of a stored tensor's elements, with its name in safetensors. All are little-endian;
 * integers are signed except {@link #U8}.
 */
public enum StoredType {
  /** Double precision. */
  F64(8, true, "DoubleStorage"),
  /** Single precision. */
  F32(4, true, "FloatStorage"),
  /** IEEE 754's half precision: at most 65504. */
  F16(2, true, "HalfStorage"),
  /** bfloat16: the range of single precision with 8 bits of precision. */
  BF16(2, true, "BFloat16Storage"),
  /** 64-bit integers. */
  I64(8, false, "LongStorage"),
  /** 32-bit integers. */
  I32(4, false, "IntStorage"),
  /** 16-bit integers. */
  I16(2, false, "ShortStorage"),
  /** 8-bit integers. */
  I8(1, false, "CharStorage"),
  /** Unsigned 8-bit integers. */
  U8(1, false, "ByteStorage"),
  /** 0 or 1 in a byte. */
  BOOL(1, false, "BoolStorage");

  private final int bytes;
  private final boolean floating;
  private final String storageClass;

  StoredType(int bytes, boolean floating, String storageClass) {
    this.bytes = bytes;
    this.floating = floating;
    this.storageClass = storageClass;
  }

  /**
   * The type with this name in safetensors, if it is one of these.
   *
   * @hidden
   */
  @Internal
  public static Optional<StoredType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /**
   * The type of PyTorch's storage class with this name, if it is one of these.
   *
   * @hidden
   */
  @Internal
  public static Optional<StoredType> ofStorageClass(String name) {
    return Arrays.stream(values()).filter(type -> type.storageClass.equals(name)).findFirst();
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether it is a floating-point type. */
  public boolean isFloating() {
    return floating;
  }

  /**
   * The name of PyTorch's storage class for this type.
   *
   * @hidden
   */
  @Internal
  public String storageClass() {
    return storageClass;
  }

  /** Converts all elements of one buffer into the other, rounded if necessary. */
  void decode(ByteBuffer from, FloatBuffer to) {
    while (from.hasRemaining()) {
      to.put(
          switch (this) {
            case F64 -> (float) from.getDouble();
            case F32 -> from.getFloat();
            case F16 -> Halves.fromFloat16(from.getShort());
            case BF16 -> Halves.fromBfloat16(from.getShort());
            case I64 -> from.getLong();
            case I32 -> from.getInt();
            case I16 -> from.getShort();
            case I8, BOOL -> from.get();
            case U8 -> Byte.toUnsignedInt(from.get());
          });
    }
  }

  /** Puts a value into a buffer, rounded to nearest; floating-point types only. */
  void encode(float value, ByteBuffer to) {
    switch (this) {
      case F64 -> to.putDouble(value);
      case F32 -> to.putFloat(value);
      case F16 -> to.putShort(Halves.toFloat16(value));
      case BF16 -> to.putShort(Halves.toBfloat16(value));
      default -> throw new IllegalStateException(this + " holds no fractions");
    }
  }
}
