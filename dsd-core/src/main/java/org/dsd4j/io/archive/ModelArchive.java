package org.dsd4j.io.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Check;
import org.dsd4j.io.LoadReport;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightLoading;
import org.dsd4j.io.WeightMismatchException;
import org.dsd4j.io.json.UnsupportedVersionException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.ChecksummedTensor;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * One file with all that predictions need: weights, statistics and masks, the shape of the input,
 * the names of the classes, the normalisation, and the name by which the network is built.
 *
 * <pre>{@code
 * ModelArchive.write(path, network, ModelDescription.of("resnet20").classNames(names));
 *
 * try (ModelArchive archive = ModelArchive.open(path);
 *     Network network = ModelCatalogue.load().build(archive)) {                  // dsd-models
 *   network.predict(images);
 * }
 * }</pre>
 *
 * <p>It is a safetensors file whose metadata {@code dsd4j-archive} holds the rest as JSON with a
 * version, a checksum of each tensor and a SHA-256 of its own, so that damage anywhere is found. Of
 * a parameter with a mask, {@code conv1.weight}, it has the kept elements, {@code
 * kept.conv1.weight}, and the mask in one bit for each element, {@code mask_bits.conv1.weight}.
 * Zeros that are left out lose their sign.
 *
 * <p>Life: {@link #open} checks the whole file; then it may be loaded any number of times; {@link
 * #close()} ends that. The file must not become shorter meanwhile. Not thread-safe.
 */
public final class ModelArchive implements AutoCloseable {
  /** Where a file's metadata say how its tensors are read, and what their checksums are. */
  public static final String METADATA = ArchiveDocument.FORMAT;

  private final WeightFile file;
  private final ArchiveDocument document;
  private final List<NamedTensor> tensors;

  private ModelArchive(WeightFile file, ArchiveDocument document) {
    this.file = file;
    this.document = document;
    this.tensors = SparseTensors.unpacked(file, document.sparse());
  }

  /**
   * Writes a network in single precision, beside its place first and then renamed. Input shape and
   * number of classes are the network's.
   *
   * @param network with one input, and logits, [classes], as its first output
   * @throws IllegalArgumentException if a weight is not finite, or differs from zero under a mask,
   *     or the description does not fit the network, or the folder does not exist
   */
  public static void write(Path path, Network network, ModelDescription description) {
    Check.argument(
        network.inputShapes().size() == 1,
        "network of an archive",
        "one input",
        network.inputShapes(),
        "write it by SafeTensors.write");
    Shape input = network.inputShapes().values().iterator().next();
    Shape output = network.outputShapes().values().iterator().next();
    Check.argument(
        output.rank() == 1,
        "first output of the network",
        "logits, [classes]",
        output,
        "write it by SafeTensors.write");
    List<NamedTensor> packed = SparseTensors.packed(network);
    Map<String, String> checksums = new TreeMap<>();
    packed.forEach(tensor -> checksums.put(tensor.name(), ChecksummedTensor.of(tensor)));
    ArchiveDocument document =
        ArchiveDocument.of(
            description, input, output.extent(0), SparseTensors.shapes(packed), checksums);
    SafeTensors.write(packed, Map.of(ArchiveDocument.FORMAT, document.toText()), path);
  }

  /**
   * Opens an archive.
   *
   * @throws CorruptDataException if it is none, or damaged
   * @throws UnsupportedVersionException if it is whole, but of a version that this library does not
   *     know
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static ModelArchive open(Path path) {
    WeightFile file = WeightFile.open(path);
    try {
      @Nullable String text = file.metadata().get(ArchiveDocument.FORMAT);
      if (text == null) {
        throw new CorruptDataException(
            path,
            "a model archive, with " + ArchiveDocument.FORMAT + " in its metadata",
            "a file of weights alone",
            "write it by ModelArchive.write, or open it by WeightFile.open");
      }
      ArchiveDocument document = ArchiveDocument.read(path, text);
      checkTensors(file, document.checksums());
      return new ModelArchive(file, document);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void checkTensors(WeightFile file, Map<String, String> checksums) {
    Map<String, String> received = new TreeMap<>();
    for (StoredTensor tensor : file.tensors()) {
      String checksum = ChecksummedTensor.of(tensor);
      received.put(tensor.name(), checksum);
      if (!checksum.equals(checksums.get(tensor.name()))) {
        throw new CorruptDataException(
            file.path() + ", tensor " + tensor.name(),
            "the checksum " + checksums.get(tensor.name()),
            checksum,
            ArchiveDocument.REMEDY);
      }
    }
    if (!received.equals(checksums)) {
      List<String> missing = new ArrayList<>(checksums.keySet());
      missing.removeAll(received.keySet());
      throw new CorruptDataException(
          file.path(), "the tensors " + missing, "none of these names", ArchiveDocument.REMEDY);
    }
  }

  /** Whether a tensor of an archive has the kept elements of a parameter alone, by its name. */
  public static boolean isPacked(String tensor) {
    return tensor.startsWith(SparseTensors.KEPT);
  }

  /** Where the archive lies. */
  public Path path() {
    return file.path();
  }

  /** How many bytes of numbers and masks the file holds. */
  public long bytes() {
    return file.tensors().stream().mapToLong(StoredTensor::bytes).sum();
  }

  /** What was said of the network. */
  public ModelDescription description() {
    return document.description();
  }

  /** The shape of one sample, [H, W, C] for images. */
  public Shape input() {
    return document.inputShape();
  }

  /** How many classes the network tells apart. */
  public int classes() {
    return document.classes();
  }

  /**
   * Sets the network's parameters, statistics and masks to the archive's. A parameter without a
   * mask in the archive keeps the one that it has.
   *
   * @return what became of each name
   * @throws WeightMismatchException if names or shapes differ; then nothing changed
   * @throws CorruptDataException if a weight is not finite; likewise
   */
  public LoadReport loadInto(Network network) {
    return WeightLoading.strict(path(), tensors).loadInto(network);
  }

  /** Ends reading. Closing twice does nothing. */
  @Override
  public void close() {
    file.close();
  }
}
