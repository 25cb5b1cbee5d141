package org.dsd4j.io.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredType;

/**
 * Reads safetensors from a stream, such as one between machines, tensor after tensor in the order
 * in which they lie, so that nothing is held twice. Of the stream it reads as many bytes as the
 * header says, and nothing behind.
 *
 * <p>Life: opened, which reads the header; its tensors read once.
 *
 * @hidden
 */
@Internal
public final class SafeTensorsStream {
  private static final String REMEDY = "send it again";

  private final String name;
  private final InputStream in;
  private final SafeTensorsHeader header;

  private SafeTensorsStream(String name, InputStream in, SafeTensorsHeader header) {
    this.name = name;
    this.in = in;
    this.header = header;
  }

  /**
   * Reads and checks the header.
   *
   * @param name what messages call the stream
   * @throws CorruptDataException if it is damaged, or the stream ends before it does
   * @throws IOException if the stream cannot be read
   */
  public static SafeTensorsStream open(String name, InputStream in) throws IOException {
    ByteBuffer start =
        ByteBuffer.wrap(bytes(name, in, SafeTensorsHeader.START)).order(ByteOrder.LITTLE_ENDIAN);
    long length = start.getLong();
    if (length < SafeTensorsHeader.SMALLEST || length > SafeTensorsHeader.LARGEST) {
      throw new CorruptDataException(
          name, 0, "a header of 2 to " + SafeTensorsHeader.LARGEST + " bytes", length);
    }
    byte[] json = bytes(name, in, (int) length);
    return new SafeTensorsStream(name, in, SafeTensorsHeader.read(name, json, Long.MAX_VALUE));
  }

  private static byte[] bytes(String name, InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw ended(name);
    }
    return bytes;
  }

  private static CorruptDataException ended(String name) {
    return new CorruptDataException(name, "as many bytes as it says", "an earlier end", REMEDY);
  }

  /** The metadata of the header. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * Hands out all tensors.
   *
   * @param reader reads each one whole, once, during the call; it may refuse one before
   * @throws CorruptDataException if the stream ends before the last
   * @throws IOException if the stream cannot be read
   */
  public void tensors(Consumer<NamedTensor> reader) throws IOException {
    try {
      header.inFile().forEach(entry -> reader.accept(new Passing(entry)));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof EOFException) {
        throw ended(name).causedBy(e);
      }
      throw e.getCause();
    }
  }

  /** A tensor that is read from the stream. */
  private final class Passing implements NamedTensor {
    private final SafeTensorsHeader.TensorEntry entry;

    private Passing(SafeTensorsHeader.TensorEntry entry) {
      this.entry = entry;
    }

    @Override
    public String name() {
      return entry.name();
    }

    @Override
    public StoredType type() {
      return entry.type();
    }

    @Override
    public List<Long> extents() {
      return entry.extents();
    }

    @Override
    public void runs(Consumer<ByteBuffer> reader) {
      byte[] run = new byte[(int) Math.min(RUN, bytes())];
      for (long left = bytes(); left > 0; left -= run.length) {
        int count = (int) Math.min(run.length, left);
        try {
          if (in.readNBytes(run, 0, count) < count) {
            throw new EOFException();
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        reader.accept(ByteBuffer.wrap(run, 0, count).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
  }
}
