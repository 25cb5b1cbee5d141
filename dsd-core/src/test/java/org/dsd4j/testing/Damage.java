package org.dsd4j.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One injury of a file's bytes.
 *
 * @param kind what is done
 * @param place where, as a share of the length
 * @param number what with
 * @param order of the bytes of a number
 */
public record Damage(Kind kind, double place, long number, ByteOrder order) {
  private static final long[] EDGES = {
    Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, 1L << 32, 1L << 62, 0x7FC000007FC00000L, -1, 0
  };

  /** Headers, and directories at the end, where damage does most, are a small part of a file. */
  private static final double ENDS = 0.1;

  /** What may be done. */
  public enum Kind {
    /** A bit. */
    FLIP,
    /** A byte. */
    BYTE,
    /** The next digit of a number in text. */
    DIGIT,
    /** Four bytes. */
    INT,
    /** Eight bytes. */
    LONG,
    /** A few bytes more. */
    INSERT,
    /** A few bytes less. */
    REMOVE,
    /** Eight bytes from elsewhere. */
    COPY,
    /** The rest is gone. */
    CUT
  }

  /** Some injury. */
  public static Damage any(RandomGenerator random) {
    Kind[] kinds = Kind.values();
    double place = random.nextDouble();
    double anywhere =
        switch (random.nextInt(3)) {
          case 0 -> place * ENDS;
          case 1 -> 1 - ENDS + place * ENDS;
          default -> place;
        };
    long number =
        switch (random.nextInt(3)) {
          case 0 -> random.nextLong();
          case 1 -> random.nextInt(-300, 301);
          default -> EDGES[random.nextInt(EDGES.length)];
        };
    return new Damage(
        kinds[random.nextInt(kinds.length)],
        anywhere,
        number,
        random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** These bytes with one to three injuries. */
  public static byte[] some(byte[] whole, RandomGenerator random) {
    return some(whole, random.nextInt(1, 4), random);
  }

  /** These bytes with so many injuries, as long as there is enough left to injure. */
  public static byte[] some(byte[] whole, int injuries, RandomGenerator random) {
    byte[] bytes = whole;
    for (int i = 0; i < injuries && bytes.length >= Long.BYTES; i++) {
      bytes = any(random).to(bytes);
    }
    return bytes;
  }

  /** These bytes, injured; the array stays as it is. */
  public byte[] to(byte[] whole) {
    int at = (int) (place * whole.length);
    byte[] bytes = whole.clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    switch (kind) {
      case FLIP -> bytes[at] ^= (byte) (1 << (number & 7));
      case BYTE -> bytes[at] = (byte) number;
      case DIGIT -> digit(bytes, at);
      case INT -> buffer.putInt(Math.min(at, bytes.length - Integer.BYTES), (int) number);
      case LONG -> buffer.putLong(Math.min(at, bytes.length - Long.BYTES), number);
      case INSERT, REMOVE -> bytes = moved(whole, at);
      case COPY -> {
        int from = (int) Math.floorMod(number, (long) bytes.length);
        int count = Math.min(Long.BYTES, bytes.length - Math.max(from, at));
        System.arraycopy(whole, from, bytes, at, count);
      }
      case CUT -> bytes = Arrays.copyOf(whole, at);
    }
    return bytes;
  }

  private void digit(byte[] bytes, int at) {
    for (int i = at; i < bytes.length; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        bytes[i] = (byte) ('0' + Math.floorMod(number, 10));
        return;
      }
    }
  }

  private byte[] moved(byte[] whole, int at) {
    int count = 1 + (int) Math.floorMod(number, 3L);
    boolean insert = kind == Kind.INSERT;
    byte[] moved = new byte[Math.max(at, whole.length + (insert ? count : -count))];
    System.arraycopy(whole, 0, moved, 0, at);
    int from = insert ? at : Math.min(whole.length, at + count);
    int to = insert ? at + count : at;
    System.arraycopy(whole, from, moved, to, Math.min(whole.length - from, moved.length - to));
    return moved;
  }
}
