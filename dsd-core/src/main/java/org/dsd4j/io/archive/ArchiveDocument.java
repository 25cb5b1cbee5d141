package org.dsd4j.io.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.internal.Check;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.json.UnsupportedVersionException;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link ModelArchive} that is not tensors. A change of this record needs a new
 * version of the format.
 *
 * @param format the kind of file
 * @param version the version of the format
 * @param model the name by which the network is built
 * @param architecture the network's structure; null if a layer does not describe itself, and in
 *     version 1
 * @param input the shape of a sample, of its first input
 * @param classes the number of classes; 0 if the first output is no vector
 * @param classNames their names, or none
 * @param normalization the normalisation of samples; null for none
 * @param shorterSide the length to which images are scaled; null if it is not known
 * @param provenance the origin of the weights
 * @param sparse the shapes of tensors that are stored as kept elements only
 * @param checksums the checksums of all stored tensors
 */
record ArchiveDocument(
    String format,
    int version,
    String model,
    @Nullable Architecture architecture,
    List<Integer> input,
    int classes,
    List<String> classNames,
    @Nullable Normalization normalization,
    @Nullable Integer shorterSide,
    Map<String, String> provenance,
    Map<String, List<Long>> sparse,
    Map<String, String> checksums) {
  static final String FORMAT = "dsd4j-archive";
  static final int VERSION = 2;

  /** The version without an architecture. */
  private static final int FIRST_VERSION = 1;

  /** The remedy for a damaged archive, in messages. */
  static final String REMEDY = "write the archive again or get it again from its source";

  /** Checks all that does not depend on the tensors. */
  ArchiveDocument {
    checkFit(Architecture.shape(input), classes, classNames, Optional.ofNullable(normalization));
    sparse = new TreeMap<>(sparse);
    checksums = new TreeMap<>(checksums);
  }

  /** The document of a network. */
  static ArchiveDocument of(
      ModelDescription description,
      Network network,
      Map<String, List<Long>> sparse,
      Map<String, String> checksums) {
    Shape output = network.outputShapes().values().iterator().next();
    return new ArchiveDocument(
        FORMAT,
        VERSION,
        description.model(),
        network.isDescribed() ? Architecture.of(network.description()) : null,
        Architecture.extents(network.inputShapes().values().iterator().next()),
        output.rank() == 1 ? output.extent(0) : 0,
        description.classNames(),
        description.normalization().orElse(null),
        description.shorterSide().isPresent() ? description.shorterSide().getAsInt() : null,
        description.provenance(),
        sparse,
        checksums);
  }

  ModelDescription description() {
    return new ModelDescription(
        model,
        classNames,
        Optional.ofNullable(normalization),
        shorterSide == null ? OptionalInt.empty() : OptionalInt.of(shorterSide),
        provenance);
  }

  Shape inputShape() {
    return Architecture.shape(input);
  }

  String toText() {
    return new String(SealedJson.seal(SealedJson.MAPPER.valueToTree(this)), StandardCharsets.UTF_8);
  }

  /**
   * Reads a document.
   *
   * @throws CorruptDataException if it is damaged
   * @throws UnsupportedVersionException if it is intact, but of another version
   */
  static ArchiveDocument read(Path file, String text) {
    ObjectNode node = SealedJson.open(file, text.getBytes(StandardCharsets.UTF_8), REMEDY);
    if (!node.path("format").asText().equals(FORMAT)) {
      throw new CorruptDataException(
          file, "the format " + FORMAT, node.path("format").toString(), REMEDY);
    }
    int version = node.path("version").asInt();
    if (version == FIRST_VERSION) {
      node.putNull("architecture");
    } else if (version != VERSION) {
      throw new UnsupportedVersionException(file, FORMAT, VERSION, version);
    }
    try {
      ArchiveDocument document = SealedJson.MAPPER.treeToValue(node, ArchiveDocument.class);
      document.description();
      document.checkArchitecture();
      return document;
    } catch (JsonProcessingException e) {
      throw wrong(file, e.getOriginalMessage()).causedBy(e);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw wrong(file, String.valueOf(e.getMessage())).causedBy(e);
    }
  }

  private static CorruptDataException wrong(Path file, String received) {
    return new CorruptDataException(
        file, "the fields of an archive of this version", received, REMEDY);
  }

  private void checkArchitecture() {
    if (architecture != null) {
      architecture.description();
    }
  }

  private static void checkFit(
      Shape input, int classes, List<String> names, Optional<Normalization> normalization) {
    Check.notNegative("classes", classes);
    Check.argument(
        names.isEmpty() || names.size() == classes,
        "class names",
        classes == 0
            ? "none, as the first output of the network is no vector"
            : "none or " + classes + ", one for each output of the network",
        names.size(),
        "pass the names of the classes that the network was trained on");
    normalization.ifPresent(
        used ->
            Check.argument(
                input.rank() > 0 && used.channels() == input.last(),
                "normalization",
                "one mean for each channel of the input " + input,
                used.channels(),
                "pass what the network was trained with"));
  }
}
