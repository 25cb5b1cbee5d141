package org.dsd4j.kernel.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A piece of memory outside of the heap, aligned for vector instructions, zero at first. */
final class NativeBlock implements AutoCloseable {
  /** Above the size of a page and of a cache line; what lies in a block is aligned likewise. */
  private static final long ALIGNMENT = 4096;

  private static final long CHUNK = 1L << 30;

  private final Pointer allocated;
  private final long address;
  private final long bytes;
  private final ByteBuffer[] chunks;
  private final FloatBuffer[] floats;
  private boolean closed;

  /**
   * Allocates.
   *
   * @throws OutOfMemoryError if there is not enough memory
   */
  NativeBlock(long bytes) {
    this.bytes = bytes;
    this.allocated = Pointer.calloc(1, bytes + ALIGNMENT);
    if (allocated == null || allocated.isNull()) {
      throw new OutOfMemoryError("the system has no " + bytes + " bytes left");
    }
    this.address = (allocated.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    this.chunks = new ByteBuffer[Math.toIntExact((bytes + CHUNK - 1) / CHUNK)];
    this.floats = new FloatBuffer[chunks.length];
    for (int i = 0; i < chunks.length; i++) {
      long size = Math.min(CHUNK, bytes - i * CHUNK);
      chunks[i] =
          new BytePointer(at(i * CHUNK))
              .capacity(size)
              .asByteBuffer()
              .order(ByteOrder.nativeOrder());
      floats[i] = chunks[i].asFloatBuffer();
    }
  }

  long bytes() {
    return bytes;
  }

  /** A pointer to the byte at {@code offset}; it owns nothing. */
  Pointer at(long offset) {
    checkOpen();
    return new Address(address + offset);
  }

  /**
   * The buffer that holds the byte at {@code offset}; see {@link #positionInChunk}. Shared: to be
   * read and written at given places only, without moving its position.
   */
  ByteBuffer chunk(long offset) {
    checkOpen();
    return chunks[(int) (offset / CHUNK)];
  }

  /** The same buffer as single-precision numbers. */
  FloatBuffer floats(long offset) {
    checkOpen();
    return floats[(int) (offset / CHUNK)];
  }

  /** Where in its buffer the byte at {@code offset} lies. */
  static int positionInChunk(long offset) {
    return (int) (offset % CHUNK);
  }

  /** How many bytes lie in one buffer from {@code offset} on. */
  static long leftInChunk(long offset) {
    return CHUNK - offset % CHUNK;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this memory was given back: its network was closed; read and write weights before");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Pointer.free(allocated);
    }
  }

  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }
}
