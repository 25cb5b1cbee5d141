package org.dsd4j.io.pytorch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.dsd4j.data.CorruptDataException;

/** Reads the numbers and texts of a pickle. */
final class PickleBytes {
  private final String name;
  private final ByteBuffer in;

  /**
   * Reads from the start.
   *
   * @param name the pickle's name in messages
   */
  PickleBytes(String name, byte[] pickle) {
    this.name = name;
    this.in = ByteBuffer.wrap(pickle);
  }

  boolean isAtEnd() {
    return !in.hasRemaining();
  }

  int unsignedByte() {
    return Byte.toUnsignedInt(next(1).get());
  }

  int unsignedShort() {
    return Short.toUnsignedInt(next(Short.BYTES).getShort());
  }

  int integer() {
    return next(Integer.BYTES).getInt();
  }

  double number() {
    return next(Double.BYTES).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  /** An integer whose length in bytes is given by the first byte. */
  long longInteger() {
    int length = unsignedByte();
    if (length > Long.BYTES) {
      throw corrupt("an integer of at most 8 bytes", length);
    }
    ByteBuffer bytes = next(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= Byte.toUnsignedLong(bytes.get(i)) << (Byte.SIZE * i);
    }
    int unused = Long.SIZE - Byte.SIZE * length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  /** The number of bytes that follow, which must be available. */
  int length() {
    long length = next(Long.BYTES).getLong();
    if (length < 0 || length > in.remaining()) {
      throw corrupt(Long.toUnsignedString(length) + " more bytes", in.remaining());
    }
    return (int) length;
  }

  /** A whole number written in decimal digits. */
  long wholeNumber(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw corrupt("a whole number of at most 8 bytes", digits).causedBy(e);
    }
  }

  /** A text of this many bytes. */
  String text(int bytes) {
    try {
      return UTF_8.newDecoder().decode(next(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw corrupt("text in UTF-8", "other bytes").causedBy(e);
    }
  }

  /** A text up to the end of its line. */
  String line() {
    int start = in.position();
    while (unsignedByte() != '\n') {
      // Reads up to the end of the line; the end of the pickle is an error.
    }
    return new String(Arrays.copyOfRange(in.array(), start, in.position() - 1), US_ASCII);
  }

  private ByteBuffer next(int count) {
    if (count < 0 || count > in.remaining()) {
      throw corrupt(Integer.toUnsignedString(count) + " more bytes", in.remaining());
    }
    ByteBuffer bytes = in.slice(in.position(), count).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + count);
    return bytes;
  }

  /** An error that names the position. */
  CorruptDataException corrupt(Object expected, Object received) {
    return new CorruptDataException(name, in.position(), expected, received);
  }
}
