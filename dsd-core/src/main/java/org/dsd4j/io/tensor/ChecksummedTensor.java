package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.dsd4j.internal.Internal;

/**
 * A tensor whose checksum is computed while it is read.
 *
 * @hidden
 */
@Internal
public final class ChecksummedTensor implements NamedTensor {
  private final NamedTensor tensor;
  private final CRC32C sum = new CRC32C();

  public ChecksummedTensor(NamedTensor tensor) {
    this.tensor = tensor;
  }

  @Override
  public String name() {
    return tensor.name();
  }

  @Override
  public StoredType type() {
    return tensor.type();
  }

  @Override
  public List<Long> extents() {
    return tensor.extents();
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    sum.reset();
    tensor.runs(
        run -> {
          sum.update(run.duplicate());
          reader.accept(run);
        });
  }

  /** The checksum of type, extents and elements, once all blocks have been read. */
  public String checksum() {
    return String.format(Locale.ROOT, "%s %s %08x", type(), extents(), sum.getValue());
  }

  /** Reads a tensor to compute its checksum. */
  public static String of(NamedTensor tensor) {
    ChecksummedTensor summed = new ChecksummedTensor(tensor);
    summed.runs(run -> {});
    return summed.checksum();
  }
}
