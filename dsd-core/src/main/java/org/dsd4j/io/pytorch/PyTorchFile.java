package org.dsd4j.io.pytorch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.TensorChecks;
import org.dsd4j.nn.Network;

/**
 * Writes state dicts as PyTorch's {@code torch.save} does, for {@code torch.load}: names, types,
 * shapes and elements. {@link org.dsd4j.io.WeightFile} reads them too.
 *
 * <p>Like {@link SafeTensors}, it writes a file atomically. Prefer safetensors where both formats
 * are possible: it does not use pickles and is easy to verify.
 */
public final class PyTorchFile {
  private static final LocalDateTime EARLIEST_OF_ZIP_FILES = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final String FOLDER = "archive/";

  /** The alignment that PyTorch requires of files to be mapped into memory. */
  private static final int ALIGNMENT = 64;

  /** The format's version, with the new line that PyTorch writes. */
  private static final String VERSION = "3\n";

  private PyTorchFile() {}

  /**
   * Writes a network's parameters, statistics and masks in single precision, like {@link
   * SafeTensors#write(Network, Path)}.
   *
   * @throws IllegalArgumentException if a value is not finite, or the folder does not exist
   */
  public static void write(Network network, Path path) {
    write(NetworkTensors.of(network, StoredType.F32), path);
  }

  /** Writes any tensors; their names must be different. */
  public static void write(List<? extends NamedTensor> tensors, Path path) {
    TensorChecks.checkNames(tensors, "");
    AtomicFile.write(
        path,
        channel -> {
          ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel);
          put(zip, PyTorchReader.PICKLE, Pickler.stateDict(tensors));
          put(zip, PyTorchReader.BYTE_ORDER, PyTorchReader.LITTLE_ENDIAN.getBytes(US_ASCII));
          for (int i = 0; i < tensors.size(); i++) {
            put(zip, PyTorchReader.STORAGES + i, tensors.get(i));
          }
          put(zip, "version", VERSION.getBytes(US_ASCII));
          zip.finish();
        });
  }

  private static void put(ZipArchiveOutputStream zip, String name, byte[] content)
      throws IOException {
    start(zip, name, content.length);
    zip.write(content);
    zip.closeArchiveEntry();
  }

  private static void put(ZipArchiveOutputStream zip, String name, NamedTensor tensor)
      throws IOException {
    start(zip, name, tensor.bytes());
    TensorChecks.readWhole(tensor, run -> write(run, zip));
    zip.closeArchiveEntry();
  }

  private static void start(ZipArchiveOutputStream zip, String name, long bytes)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(FOLDER + name);
    entry.setMethod(ZipArchiveOutputStream.STORED);
    entry.setSize(bytes);
    // A fixed time, so that equal tensors give equal bytes.
    entry.setTimeLocal(EARLIEST_OF_ZIP_FILES);
    entry.setAlignment(ALIGNMENT);
    zip.putArchiveEntry(entry);
  }

  private static void write(ByteBuffer run, ZipArchiveOutputStream zip) {
    byte[] bytes = new byte[run.remaining()];
    run.get(bytes);
    try {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
