package org.dsd4j.io.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.TensorChecks;
import org.dsd4j.nn.Network;

/**
 * Writes safetensors files (https://github.com/huggingface/safetensors): a JSON header with names,
 * types, shapes and positions, then the elements. {@link org.dsd4j.io.WeightFile} reads them.
 *
 * <p>Files are written atomically: to a temporary file beside the target, forced to disk, then
 * renamed. Values are written in blocks of a megabyte.
 */
public final class SafeTensors {
  /** The entry that PyTorch's readers of the format expect. */
  private static final Map.Entry<String, String> FORMAT = Map.entry("format", "pt");

  /** Headers are padded to this, so that elements of all types are aligned. */
  private static final int ALIGNMENT = 8;

  private SafeTensors() {}

  /**
   * Writes a network's parameters, statistics and masks in single precision.
   *
   * <p>Names and shapes are the network's, which for the networks of {@code dsd-models} are
   * torchvision's. The mask of {@code conv1.weight} is called {@code mask.conv1.weight}: booleans
   * in its shape, true for each weight that is kept.
   *
   * @throws IllegalArgumentException if a value is not finite, or the folder does not exist
   */
  public static void write(Network network, Path path) {
    write(network, path, StoredType.F32);
  }

  /**
   * Writes a network with parameters and statistics rounded to {@code type}, to nearest, ties to
   * even.
   *
   * @throws IllegalArgumentException if a value is not finite or {@code type} cannot hold it
   */
  public static void write(Network network, Path path, StoredType type) {
    write(NetworkTensors.of(network, type), Map.of(), path);
  }

  /**
   * Writes any tensors and metadata.
   *
   * @param tensors the tensors in the header's order, with different names
   * @param metadata texts by name; {@code format} is {@code pt} unless given
   */
  public static void write(
      List<? extends NamedTensor> tensors, Map<String, String> metadata, Path path) {
    List<NamedTensor> inFile = inFile(tensors);
    ByteBuffer header = header(tensors, inFile, metadata);
    AtomicFile.write(path, channel -> write(header, inFile, channel));
  }

  /**
   * Writes to a stream, which stays open; {@link SafeTensorsStream} reads it.
   *
   * @throws IOException if the stream cannot be written
   * @hidden
   */
  @Internal
  public static void write(
      List<? extends NamedTensor> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    List<NamedTensor> inFile = inFile(tensors);
    try {
      write(header(tensors, inFile, metadata), inFile, Channels.newChannel(out));
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static List<NamedTensor> inFile(List<? extends NamedTensor> tensors) {
    TensorChecks.checkNames(tensors, SafeTensorsHeader.METADATA);
    // Larger elements first, so that each is at a multiple of its size.
    return tensors.stream()
        .<NamedTensor>map(tensor -> tensor)
        .sorted(Comparator.comparingInt(tensor -> -tensor.type().bytes()))
        .toList();
  }

  private static void write(
      ByteBuffer header, List<NamedTensor> inFile, WritableByteChannel channel) {
    AtomicFile.writeFully(channel, header);
    for (NamedTensor tensor : inFile) {
      TensorChecks.readWhole(tensor, run -> AtomicFile.writeFully(channel, run));
    }
  }

  private static ByteBuffer header(
      List<? extends NamedTensor> tensors, List<NamedTensor> inFile, Map<String, String> metadata) {
    Map<String, Long> starts = new HashMap<>();
    long next = 0;
    for (NamedTensor tensor : inFile) {
      starts.put(tensor.name(), next);
      next = Math.addExact(next, tensor.bytes());
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
      generator.writeStartObject();
      generator.writeObjectFieldStart(SafeTensorsHeader.METADATA);
      if (!metadata.containsKey(FORMAT.getKey())) {
        generator.writeStringField(FORMAT.getKey(), FORMAT.getValue());
      }
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        generator.writeStringField(entry.getKey(), entry.getValue());
      }
      generator.writeEndObject();
      for (NamedTensor tensor : tensors) {
        write(tensor, Objects.requireNonNull(starts.get(tensor.name())), generator);
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (json.size() % ALIGNMENT != 0) {
      json.write(' ');
    }
    Check.argument(
        json.size() <= SafeTensorsHeader.LARGEST,
        "names and metadata",
        "at most " + SafeTensorsHeader.LARGEST + " bytes",
        json.size(),
        "write fewer tensors into one file");
    return ByteBuffer.allocate(SafeTensorsHeader.START + json.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.size())
        .put(json.toByteArray())
        .flip();
  }

  private static void write(NamedTensor tensor, long start, JsonGenerator generator)
      throws IOException {
    generator.writeObjectFieldStart(tensor.name());
    generator.writeStringField("dtype", tensor.type().name());
    generator.writeArrayFieldStart("shape");
    for (long extent : tensor.extents()) {
      generator.writeNumber(extent);
    }
    generator.writeEndArray();
    generator.writeArrayFieldStart("data_offsets");
    generator.writeNumber(start);
    generator.writeNumber(start + tensor.bytes());
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
