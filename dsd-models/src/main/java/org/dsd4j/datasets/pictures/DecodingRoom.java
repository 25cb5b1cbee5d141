package org.dsd4j.datasets.pictures;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.kernel.Extent;

/**
 * Limits the heap memory of pictures being decoded, for all threads together. A header may claim
 * any size, and few bytes can expand to many pixels, so that a picture's memory is reserved before
 * it is allocated; a picture waits until others have released enough.
 */
final class DecodingRoom {
  /** Half of the heap; the rest is for files, features and the remaining program. */
  static final DecodingRoom OF_THE_HEAP =
      new DecodingRoom(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().maxMemory() / 2);

  /** The limit of Java's arrays. */
  private static final long MOST_PIXELS = (Integer.MAX_VALUE - Long.BYTES) / Picture.CHANNELS;

  private static final int MEGABYTE = 1 << 20;

  private final long heap;
  private final int megabytes;
  private final Semaphore free;

  DecodingRoom(long heap, long room) {
    this.heap = heap / MEGABYTE;
    this.megabytes = (int) Math.min(Integer.MAX_VALUE, Math.max(1, room / MEGABYTE));
    this.free = new Semaphore(megabytes, true);
  }

  /**
   * Decodes a picture when there is enough memory.
   *
   * @param name the picture's name in messages
   * @param size the size of the decoded part
   * @param bytes the memory per pixel while decoding
   * @throws CorruptDataException if the limit is smaller than what the picture needs
   */
  <T> T with(String name, Extent size, int bytes, Supplier<T> decoding) {
    long pixels = (long) size.height() * size.width();
    long needed = 1 + pixels * bytes / MEGABYTE;
    if (needed > megabytes || pixels > MOST_PIXELS) {
      long most = Math.min(MOST_PIXELS, (long) megabytes * MEGABYTE / bytes);
      throw new CorruptDataException(
          name,
          "at most " + most + " pixels, for a heap of " + heap + " MB",
          size.width()
              + "×"
              + size.height()
              + ", which are "
              + pixels
              + " and take "
              + needed
              + " MB",
          pixels > MOST_PIXELS
              ? "scale the picture down"
              : "start Java with -Xmx" + (2 * needed / 1024 + 1) + "g or scale the picture down");
    }
    free.acquireUninterruptibly((int) needed);
    try {
      return decoding.get();
    } finally {
      free.release((int) needed);
    }
  }
}
