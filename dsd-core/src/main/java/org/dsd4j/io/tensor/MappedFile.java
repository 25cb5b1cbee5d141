package org.dsd4j.io.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.internal.Internal;

/**
 * A file mapped into memory for reading, in segments, because a buffer is limited to 2 GB.
 *
 * <p>Only slices of the mapped buffers leave this class, and none leaves this package. {@link
 * #close()} drops the buffers; the garbage collector unmaps them when no slice is reachable, so
 * that no slice ever refers to unmapped memory. (Java has no safe way to unmap earlier. On Windows
 * the file cannot be replaced until then.)
 *
 * <p>The mapping of a file that has become shorter cannot be read, which Java reports late or
 * never. So the file is kept open, and its length is checked before each slice.
 *
 * @hidden
 */
@Internal
public final class MappedFile implements AutoCloseable {
  private static final long SEGMENT = 1L << 30;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private List<MappedByteBuffer> segments;

  private MappedFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.size = channel.size();
    this.segments = new ArrayList<>();
    for (long start = 0; start < size; start += SEGMENT) {
      // Segments overlap, so that every slice is within one of them.
      long length = Math.min(SEGMENT + NamedTensor.RUN, size - start);
      segments.add(channel.map(FileChannel.MapMode.READ_ONLY, start, length));
    }
  }

  /** Opens and maps a file. */
  public static MappedFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new MappedFile(path, channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileErrors.unreadable(path, e);
    }
  }

  public Path path() {
    return path;
  }

  public long size() {
    return size;
  }

  /** A view of at most {@link NamedTensor#RUN} bytes from {@code offset} on, little-endian. */
  public ByteBuffer slice(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size);
    return segment(offset).slice((int) (offset % SEGMENT), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies a few bytes from {@code offset} on into a buffer, after a {@link #check}. */
  void copy(long offset, int length, ByteBuffer to) {
    Objects.checkFromIndexSize(offset, length, size);
    to.put(to.position(), segment(offset), (int) (offset % SEGMENT), length);
    to.position(to.position() + length);
  }

  /** A copy of bytes of a header. */
  public byte[] bytes(long offset, int length) {
    ByteBuffer copy = ByteBuffer.allocate(length);
    while (copy.hasRemaining()) {
      int run = Math.min(NamedTensor.RUN, copy.remaining());
      copy.put(slice(offset + copy.position(), run));
    }
    return copy.array();
  }

  /** Throws if the file was closed or has become shorter. */
  void check() {
    if (!channel.isOpen()) {
      throw new IllegalStateException(path + " was closed; open it again");
    }
    long now;
    try {
      now = channel.size();
    } catch (IOException e) {
      throw FileErrors.unreadable(path, e);
    }
    if (now < size) {
      throw new CorruptDataException(
          path,
          "the " + size + " bytes that it had when it was opened",
          now,
          "open it again once it is completely written");
    }
  }

  private MappedByteBuffer segment(long offset) {
    return segments.get((int) (offset / SEGMENT));
  }

  /** Closes the file. Closing it again has no effect. */
  @Override
  public void close() {
    segments = List.of();
    try {
      channel.close();
    } catch (IOException e) {
      throw FileErrors.unreadable(path, e);
    }
  }
}
