package org.dsd4j.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Check;
import org.dsd4j.io.pytorch.PyTorchReader;
import org.dsd4j.io.safetensors.SafeTensorsReader;
import org.dsd4j.io.safetensors.ShardIndex;
import org.dsd4j.io.tensor.Contents;
import org.dsd4j.io.tensor.MappedFile;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.nn.Network;
import org.jspecify.annotations.Nullable;

/**
 * A file of named tensors, opened for reading.
 *
 * <p>The format is recognised by the content: safetensors; the index of several safetensors files
 * ({@code model.safetensors.index.json}); or the zip file that PyTorch's {@code torch.save} writes
 * since version 1.6 ({@code .pth}, {@code .pt}) with a state dict, by itself or as {@code
 * state_dict}, {@code model_state_dict} or {@code model} of a checkpoint. Nothing in a file is
 * executed: the pickle in a zip file may contain tensors, numbers, texts and containers of them;
 * any other object is rejected with its name.
 *
 * <p>Life cycle: {@link #open} maps the file into memory and checks the descriptions of its
 * tensors; then they can be read, or loaded into networks, any number of times until {@link
 * #close()}. The file must not become shorter meanwhile. Not thread-safe.
 */
public final class WeightFile implements AutoCloseable {
  private static final int MAGIC_BYTES = 9;
  private static final int ZIP = 'P' | 'K' << 8 | 3 << 16 | 4 << 24;
  private static final byte PICKLE = (byte) 0x80;

  /** The first byte of UTF-8's byte order mark, and its length. */
  private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

  private static final int MARK_BYTES = 3;

  private final Path path;
  private final List<MappedFile> files;
  private final Contents contents;

  private WeightFile(Path path, List<MappedFile> files, Contents contents) {
    this.path = path;
    this.files = files;
    this.contents = contents;
  }

  /**
   * Opens a file.
   *
   * @throws CorruptDataException if it has none of these formats, is damaged, or has impossible
   *     values
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static WeightFile open(Path path) {
    List<MappedFile> files = new ArrayList<>();
    try {
      MappedFile file = MappedFile.open(path);
      files.add(file);
      return new WeightFile(path, files, read(file, files));
    } catch (RuntimeException e) {
      files.forEach(MappedFile::close);
      throw e;
    }
  }

  private static Contents read(MappedFile file, List<MappedFile> files) {
    if (file.size() >= MAGIC_BYTES) {
      ByteBuffer start = file.slice(0, MAGIC_BYTES);
      if (start.getInt(0) == ZIP) {
        return PyTorchReader.read(file);
      }
      if (start.get(SafeTensorsReader.HEADER_START) == '{') {
        return SafeTensorsReader.read(file);
      }
      boolean marked = start.get(0) == BYTE_ORDER_MARK && start.get(MARK_BYTES) == '{';
      if (start.get(0) == '{' || marked) {
        return ShardIndex.read(file, files);
      }
      if (start.get(0) == PICKLE) {
        throw new CorruptDataException(
            file.path(),
            "a zip file, as torch.save writes since PyTorch 1.6",
            "a bare pickle, as it wrote before",
            "convert it in Python: torch.save(torch.load(name), name)");
      }
    }
    throw new CorruptDataException(
        file.path(),
        "safetensors, an index of such files, or a zip file of PyTorch",
        "none of them",
        "check that this is the file meant and that it is whole");
  }

  /** The file's path. */
  public Path path() {
    return path;
  }

  /** The tensors, in the file's order. */
  public Collection<StoredTensor> tensors() {
    return Collections.unmodifiableCollection(contents.tensors().values());
  }

  /**
   * The common prefix of all names that wrappers have added, such as {@code module.} or {@code
   * _orig_mod.}; empty if there is none. For use without a network.
   */
  public String prefix() {
    return Prefixes.ofWrappers(tensors());
  }

  /**
   * The tensors, with this prefix removed from their names; names without it are unchanged.
   *
   * @throws IllegalArgumentException if no name has the prefix
   */
  public List<StoredTensor> tensorsWithoutPrefix(String prefix) {
    Prefixes.check(path, prefix, tensors());
    return tensors().stream()
        .map(tensor -> tensor.called(Prefixes.without(prefix, tensor.name())))
        .toList();
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public StoredTensor tensor(String name) {
    @Nullable StoredTensor tensor = contents.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          Check.message(
              "tensor",
              "one of the " + contents.tensors().size() + " in " + path,
              name,
              "check the spelling; tensors() lists them"));
    }
    return tensor;
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return contents.tensors().containsKey(name);
  }

  /** Further information in the file; empty for PyTorch's files. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(contents.metadata());
  }

  /**
   * Sets the network's parameters, statistics and masks from the file, which must have the same
   * names and shapes. {@link #lenient()}, {@link #excluding} and {@link #withoutPrefix} relax that.
   *
   * @return the result for each name
   * @throws WeightMismatchException if names or shapes differ; then nothing is changed
   * @throws CorruptDataException if the file is damaged or a weight is not finite; then nothing is
   *     changed
   */
  public LoadReport loadInto(Network network) {
    return WeightLoading.strict(path, tensors()).loadInto(network);
  }

  /** See {@link WeightLoading#lenient()}. */
  public WeightLoading lenient() {
    return WeightLoading.strict(path, tensors()).lenient();
  }

  /** See {@link WeightLoading#excluding}. */
  public WeightLoading excluding(String... patterns) {
    return WeightLoading.strict(path, tensors()).excluding(patterns);
  }

  /** See {@link WeightLoading#withoutPrefix}. */
  public WeightLoading withoutPrefix(String start) {
    return WeightLoading.strict(path, tensors()).withoutPrefix(start);
  }

  /** Closes the file. Closing it again has no effect. */
  @Override
  public void close() {
    files.forEach(MappedFile::close);
  }
}
