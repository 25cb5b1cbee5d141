package org.dsd4j.io.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
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
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.spec.LayerKinds;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * One file with all that predictions need: layers with settings and sources, weights, statistics
 * and masks; in addition the names of the classes, the normalisation and the network's name.
 *
 * <pre>{@code
 * ModelArchive.save(path, network);
 *
 * try (Network network = ModelArchive.load(path)) {
 *   network.predict(images);
 * }
 * }</pre>
 *
 * <p>and with a description
 *
 * <pre>{@code
 * ModelArchive.write(path, network, ModelDescription.of("resnet20").classNames(names));
 *
 * try (ModelArchive archive = ModelArchive.open(path);
 *     Network network = archive.network(LayerKinds.library())) {
 *   List<String> names = archive.description().classNames();
 *   ...
 * }
 * }</pre>
 *
 * <p>Layers that are not part of this library are made only if the caller consents to their
 * classes; see {@link LayerKinds}.
 *
 * <p>It is a safetensors file whose metadata {@code dsd4j-archive} holds the rest as JSON with a
 * version, a checksum of each tensor and a SHA-256 of its own, so that any damage is found. A
 * parameter with a mask, {@code conv1.weight}, is stored as its kept elements, {@code
 * kept.conv1.weight}, and its mask with one bit per element, {@code mask_bits.conv1.weight}. Masked
 * zeros lose their sign.
 *
 * <p>Life: {@link #open} checks the whole file; then it may be loaded any number of times, until
 * {@link #close()}. The file must not become shorter in between. Not thread-safe.
 */
public final class ModelArchive implements AutoCloseable {
  /** The key of the metadata that describe the tensors and their checksums. */
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
   * Writes a network, which {@link #load} builds again.
   *
   * @throws IllegalArgumentException if a layer does not describe itself, and as {@link #write}
   */
  public static void save(Path path, Network network) {
    network.description();
    write(path, network, ModelDescription.of("network"));
  }

  /**
   * The network of an archive, with its weights, statistics and masks.
   *
   * @return the network, which the caller closes
   * @throws IllegalArgumentException as {@link #network}, and as {@link #open}
   */
  public static Network load(Path path) {
    return load(path, LayerKinds.library());
  }

  /**
   * The network of an archive with layers of the caller's own.
   *
   * @param kinds the layers that may be made
   */
  public static Network load(Path path, LayerKinds kinds) {
    try (ModelArchive archive = open(path)) {
      return archive.network(kinds);
    }
  }

  /**
   * Writes a network in single precision, first to a temporary file that is then renamed. A network
   * with a layer that does not describe itself is written without its structure, to be built by its
   * name.
   *
   * @throws IllegalArgumentException if a weight is not finite, or differs from zero under a mask,
   *     or the description does not fit the network, or the folder does not exist
   */
  public static void write(Path path, Network network, ModelDescription description) {
    List<NamedTensor> packed = SparseTensors.packed(network);
    Map<String, String> checksums = new TreeMap<>();
    packed.forEach(tensor -> checksums.put(tensor.name(), ChecksummedTensor.of(tensor)));
    ArchiveDocument document =
        ArchiveDocument.of(description, network, SparseTensors.shapes(packed), checksums);
    SafeTensors.write(packed, Map.of(ArchiveDocument.FORMAT, document.toText()), path);
  }

  /**
   * Opens an archive.
   *
   * @throws CorruptDataException if it is not an archive, or damaged
   * @throws UnsupportedVersionException if it is intact, but of a version that this library does
   *     not know
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

  /** Whether a tensor of this name in an archive holds only the kept elements of a parameter. */
  public static boolean isPacked(String tensor) {
    return tensor.startsWith(SparseTensors.KEPT);
  }

  /** The path of the archive. */
  public Path path() {
    return file.path();
  }

  /** The bytes of the file's tensors. */
  public long bytes() {
    return file.tensors().stream().mapToLong(StoredTensor::bytes).sum();
  }

  /** The description of the network. */
  public ModelDescription description() {
    return document.description();
  }

  /** The shape of one sample, [H, W, C] for images; of the first input if there are several. */
  public Shape input() {
    return document.inputShape();
  }

  /**
   * The number of classes: the extent of the first output.
   *
   * @throws IllegalArgumentException if that is no vector
   */
  public int classes() {
    Check.argument(
        document.classes() > 0,
        "first output of the network in " + path(),
        "logits, [classes]",
        "another shape",
        "use a network with classes");
    return document.classes();
  }

  /** Whether the file has the network's structure, so that {@link #network} can build it. */
  public boolean hasArchitecture() {
    return document.architecture() != null;
  }

  /**
   * A builder of the network, without weights, for other kernels or a changed network; {@link
   * #loadInto} then loads the weights.
   *
   * @param kinds the layers that may be made
   * @throws IllegalArgumentException if the file has no structure, a layer may not be made, or the
   *     layers have more weights than the file; the message names the file
   */
  public NetworkBuilder builder(LayerKinds kinds) {
    Architecture architecture = document.architecture();
    Check.argument(
        architecture != null,
        path().toString(),
        "the network's layers",
        "the name " + document.model() + " alone",
        "build that network, by ModelCatalogue.build(archive) or your code, and load into it");
    Architecture known = Check.given("architecture", architecture);
    return named(() -> known.builder(kinds, Byte.SIZE * bytes()));
  }

  /** Adds the file's name to errors of its network. */
  private <T> T named(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Builds the network with its weights, statistics and masks.
   *
   * @param kinds the layers that may be made
   * @return the network, which the caller closes; it does not need the archive afterwards
   * @throws IllegalArgumentException as {@link #builder}
   * @throws WeightMismatchException if the file's tensors are not the network's
   * @throws CorruptDataException if a weight is not finite
   */
  public Network network(LayerKinds kinds) {
    NetworkBuilder builder = builder(kinds);
    Network network = named(() -> builder.build(Seed.of(0)));
    try {
      loadInto(network);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Sets the network's parameters, statistics and masks to the archive's. A parameter without a
   * mask in the archive keeps the one that it has.
   *
   * @return the loaded names and those left out
   * @throws WeightMismatchException if names or shapes differ; then nothing changes
   * @throws CorruptDataException if a weight is not finite; likewise
   */
  public LoadReport loadInto(Network network) {
    return WeightLoading.strict(path(), tensors).loadInto(network);
  }

  /** Ends reading. Closing again has no effect. */
  @Override
  public void close() {
    file.close();
  }
}
