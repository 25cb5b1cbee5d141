package org.dsd4j.io.safetensors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.json.StrictJson;
import org.dsd4j.io.tensor.Contents;
import org.dsd4j.io.tensor.MappedFile;
import org.dsd4j.io.tensor.Storage;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.Strides;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a safetensors file: 8 bytes with its length, JSON, then the elements of all
 * tensors without gaps (https://github.com/huggingface/safetensors). Everything is checked against
 * the file's length before memory is taken for it.
 *
 * @hidden
 */
@Internal
public final class SafeTensorsReader {
  /** In the header, what is no tensor. */
  static final String METADATA = "__metadata__";

  /** Where the header starts, after its length. */
  public static final int HEADER_START = Long.BYTES;

  private static final int SMALLEST_HEADER = 2;

  /** Enough for a hundred thousand tensors. */
  static final int LARGEST_HEADER = 1 << 24;

  private final MappedFile file;
  private final long dataStart;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  private SafeTensorsReader(MappedFile file, long dataStart) {
    this.file = file;
    this.dataStart = dataStart;
  }

  /**
   * What the header says of where a tensor lies.
   *
   * @param name the tensor's
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last
   */
  private record Entry(String name, long begin, long end) {}

  /** Reads and checks the header. */
  public static Contents read(MappedFile file) {
    long most = Math.min(LARGEST_HEADER, file.size() - HEADER_START);
    long length = most < SMALLEST_HEADER ? 0 : file.slice(0, HEADER_START).getLong();
    if (length < SMALLEST_HEADER || length > most) {
      throw new CorruptDataException(
          file.path(), 0, "a header of 2 to " + Math.max(most, 2) + " bytes", length);
    }
    SafeTensorsReader reader = new SafeTensorsReader(file, HEADER_START + length);
    byte[] header = file.bytes(HEADER_START, (int) length);
    if (header[0] != '{') {
      throw new CorruptDataException(file.path(), HEADER_START, "{", header[0]);
    }
    StrictJson.read(file.path(), header, json -> json.object(name -> reader.field(json, name)));
    reader.checkThatAllIsCovered();
    return new Contents(reader.tensors, reader.metadata);
  }

  private void field(StrictJson json, String name) throws IOException {
    if (name.equals(METADATA)) {
      json.object(key -> metadata.put(key, json.text()));
    } else {
      tensors.put(name, tensor(json, name));
    }
  }

  private StoredTensor tensor(StrictJson json, String name) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, List<Long>> numbers = new LinkedHashMap<>();
    json.object(
        key -> {
          switch (key) {
            case "dtype" -> types.put(key, json.text());
            case "shape", "data_offsets" ->
                numbers.put(key, json.wholeNumbers(Strides.HIGHEST_RANK));
            default -> throw corrupt(name, "dtype, shape and data_offsets", key);
          }
        });
    @Nullable String typeName = types.get("dtype");
    @Nullable List<Long> extents = numbers.get("shape");
    @Nullable List<Long> offsets = numbers.get("data_offsets");
    if (typeName == null || extents == null || offsets == null || offsets.size() != 2) {
      throw corrupt(name, "dtype, shape and two data_offsets", types + " and " + numbers);
    }
    StoredType type =
        StoredType.named(typeName)
            .orElseThrow(
                () -> corrupt(name, "one of the types " + List.of(StoredType.values()), typeName));
    Entry entry = new Entry(name, offsets.get(0), offsets.get(1));
    checkRange(entry, type, extents);
    entries.add(entry);
    Storage storage = new Storage(file, dataStart + entry.begin, entry.end - entry.begin);
    return new StoredTensor(name, type, Strides.rowMajor(List.copyOf(extents)), storage, false);
  }

  private void checkRange(Entry entry, StoredType type, List<Long> extents) {
    long data = file.size() - dataStart;
    if (entry.begin > entry.end || entry.end > data) {
      throw corrupt(
          entry.name,
          "bytes from 0 to " + data + " after the header",
          "[" + entry.begin + ", " + entry.end + "]");
    }
    long bytes = entry.end - entry.begin;
    if (!Strides.fills(extents, type, bytes)) {
      throw corrupt(entry.name, "as many bytes as " + type + " " + extents + " takes", bytes);
    }
  }

  /** Tensors lie side by side: no byte belongs to two of them or to none. */
  private void checkThatAllIsCovered() {
    List<Entry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long next = 0;
    for (Entry entry : inOrder) {
      if (entry.begin != next) {
        throw corrupt(
            entry.name, "to start where the tensor before it ends, at " + next, entry.begin);
      }
      next = entry.end;
    }
    long data = file.size() - dataStart;
    if (next != data) {
      throw new CorruptDataException(
          file.path(),
          dataStart + next,
          "the end of the file after its tensors",
          (data - next) + " more bytes");
    }
  }

  private CorruptDataException corrupt(String name, Object expected, @Nullable Object received) {
    return new CorruptDataException(
        file.path() + ", tensor " + name, expected, received, "get the file again from its source");
  }
}
