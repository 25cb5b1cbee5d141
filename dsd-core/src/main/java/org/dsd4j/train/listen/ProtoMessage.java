package org.dsd4j.train.listen;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a protocol buffer message: fields by their numbers, in the order in which they are added
 * (https://protobuf.dev/programming-guides/encoding).
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int TYPE_BITS = 3;
  private static final int BITS_OF_A_BYTE = 7;
  private static final int MORE_BYTES = 1 << BITS_OF_A_BYTE;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds an int64 or enum field. */
  ProtoMessage number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** Adds a double field. */
  ProtoMessage number(int field, double value) {
    tag(field, FIXED_64);
    out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  /** Adds a float field. */
  ProtoMessage number(int field, float value) {
    tag(field, FIXED_32);
    out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  /** Adds a string field. */
  ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a field that is a message. */
  ProtoMessage message(int field, ProtoMessage value) {
    return bytes(field, value.toBytes());
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private ProtoMessage bytes(int field, byte[] value) {
    tag(field, BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void tag(int field, int type) {
    varint((long) field << TYPE_BITS | type);
  }

  private void varint(long value) {
    long rest = value;
    while (Long.compareUnsigned(rest, MORE_BYTES) >= 0) {
      out.write((int) (rest % MORE_BYTES) | MORE_BYTES);
      rest >>>= BITS_OF_A_BYTE;
    }
    out.write((int) rest);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
