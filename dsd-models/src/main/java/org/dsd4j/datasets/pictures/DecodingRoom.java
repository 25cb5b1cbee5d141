package org.dsd4j.datasets.pictures;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.kernel.Extent;

/**
 * Room on the heap for pictures while they are decoded: a part of all that Java may take, for all
 * threads together. A header may claim any size, and few bytes may become many pixels, so what a
 * picture needs is asked for before it is taken; where others have the room, a picture waits.
 */
final class DecodingRoom {
  /** Half of the heap: the rest is for files, features and whatever else the process holds. */
  static final DecodingRoom OF_THE_HEAP =
      new DecodingRoom(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().maxMemory() / 2);

  /** Java's arrays have no more elements. */
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
   * Decodes when there is room.
   *
   * @param name what messages call the picture
   * @param size of what is decoded
   * @param bytes that each pixel takes meanwhile
   * @throws CorruptDataException if there never is
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
