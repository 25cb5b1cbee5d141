package org.dsd4j.kernel.onednn.heap;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A block of native memory, aligned for vector instructions and initially zero.
 *
 * <p>{@link #close()} releases it at once, unless an array of a user's lies in it: then the garbage
 * collector does, once the array is unreachable, as for a block that is unreachable and was not
 * closed. So no array ever points to released memory.
 */
public final class NativeBlock implements AutoCloseable {
  /** The size of a page and a multiple of cache lines; contents of a block are aligned likewise. */
  private static final long ALIGNMENT = 4096;

  private static final long CHUNK = 1L << 30;

  private static final Cleaner CLEANER = Cleaner.create();

  private final Cleaner.@Nullable Cleanable memory;
  private final @Nullable NativeBlock source;
  private final long address;
  private final long bytes;
  private final ByteBuffer[] chunks;
  private final FloatBuffer[] floats;
  private boolean lent;
  private boolean closed;

  /**
   * Allocates.
   *
   * @throws OutOfMemoryError if there is not enough memory
   */
  public NativeBlock(long bytes) {
    this.bytes = bytes;
    Pointer allocated = Pointer.calloc(1, bytes + ALIGNMENT);
    if (allocated == null || allocated.isNull()) {
      throw new OutOfMemoryError("the system has no " + bytes + " bytes left");
    }
    this.memory = CLEANER.register(this, () -> Pointer.free(allocated));
    this.source = null;
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

  private NativeBlock(NativeBlock source) {
    this.memory = null;
    this.source = source;
    this.address = source.address;
    this.bytes = source.bytes;
    this.chunks = source.chunks;
    this.floats = source.floats;
  }

  /** Another block on the same memory, without owning it; it must be closed before this one. */
  public NativeBlock alias() {
    checkOpen();
    return new NativeBlock(this);
  }

  public long bytes() {
    return bytes;
  }

  /** The bytes that closing it releases. */
  public long ownBytes() {
    return source == null ? bytes : 0;
  }

  /** A pointer to the byte at {@code offset}, which keeps the block reachable. */
  public Pointer at(long offset) {
    checkOpen();
    return new Address(this, address + offset);
  }

  /** A pointer for an array that may outlive this block's being closed. */
  synchronized FloatPointer lend(long offset) {
    if (source != null) {
      checkOpen();
      return source.lend(offset);
    }
    FloatPointer floats = new LentFloats(this, at(offset));
    lent = true;
    return floats;
  }

  /**
   * The buffer that holds the byte at {@code offset}; see {@link #positionInChunk}. Shared: read
   * and write by absolute index only, without moving its position.
   */
  ByteBuffer chunk(long offset) {
    checkOpen();
    return chunks[(int) (offset / CHUNK)];
  }

  /** The buffer of {@link #chunk} as single-precision numbers. */
  public FloatBuffer floats(long offset) {
    checkOpen();
    return floats[(int) (offset / CHUNK)];
  }

  /** The position in its buffer of the byte at {@code offset}. */
  static int positionInChunk(long offset) {
    return (int) (offset % CHUNK);
  }

  /** The number of bytes in one buffer from {@code offset} on. */
  static long leftInChunk(long offset) {
    return CHUNK - offset % CHUNK;
  }

  /** Fails if the memory was released. */
  void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this memory was given back: its network was closed, or its computation is over; read and"
              + " write before");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (memory != null && !lent) {
        memory.clean();
      }
    }
  }

  private static final class Address extends Pointer {
    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // Keeps the block reachable.
    private final NativeBlock block;

    Address(NativeBlock block, long address) {
      this.block = block;
      this.address = address;
    }
  }

  private static final class LentFloats extends FloatPointer {
    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // Keeps the block reachable.
    private final NativeBlock block;

    LentFloats(NativeBlock block, Pointer start) {
      super(start);
      this.block = block;
    }
  }
}
