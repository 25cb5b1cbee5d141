package org.dsd4j.io.safetensors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.json.JsonCursor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.Strides;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file: the place of each tensor, and texts by name. Tensors are
 * adjacent, and each has exactly the bytes of its type and extents.
 *
 * @param entries the tensors, in the header's order
 * @param metadata the texts by name
 */
record SafeTensorsHeader(List<TensorEntry> entries, Map<String, String> metadata) {
  /** The key of the metadata in the header. */
  static final String METADATA = "__metadata__";

  /** Where the JSON starts, after its length. */
  static final int START = Long.BYTES;

  /** The shortest that JSON of an object can be. */
  static final int SMALLEST = 2;

  /** Enough for a hundred thousand tensors. */
  static final int LARGEST = 1 << 24;

  private static final String REMEDY = "get the file again from its source";

  /**
   * Where a tensor lies.
   *
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last
   */
  record TensorEntry(String name, StoredType type, List<Long> extents, long begin, long end) {
    long bytes() {
      return end - begin;
    }

    private void check(String file, long data) {
      if (begin > end || end > data) {
        throw corrupt(
            file,
            name,
            "bytes from 0 to " + data + " after the header",
            "[" + begin + ", " + end + "]");
      }
      if (!Strides.fills(extents, type, bytes())) {
        throw corrupt(file, name, "as many bytes as " + type + " " + extents + " takes", bytes());
      }
    }
  }

  /**
   * Reads the JSON of a header.
   *
   * @param file what messages call the file
   * @param data how many bytes may follow the header
   * @throws CorruptDataException if it is no such header
   */
  static SafeTensorsHeader read(String file, byte[] json, long data) {
    if (json[0] != '{') {
      throw new CorruptDataException(file, START, "{", json[0]);
    }
    SafeTensorsHeader header = new SafeTensorsHeader(new ArrayList<>(), new LinkedHashMap<>());
    JsonCursor.read(
        file, json, cursor -> cursor.object(name -> header.readField(file, cursor, name)));
    header.entries.forEach(entry -> entry.check(file, data));
    header.checkThatNothingOverlaps(file);
    return header;
  }

  private void readField(String file, JsonCursor json, String name) throws IOException {
    if (name.equals(METADATA)) {
      json.object(key -> metadata.put(key, json.text()));
    } else {
      entries.add(entry(file, json, name));
    }
  }

  private static TensorEntry entry(String file, JsonCursor json, String name) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, List<Long>> numbers = new LinkedHashMap<>();
    json.object(
        key -> {
          switch (key) {
            case "dtype" -> types.put(key, json.text());
            case "shape", "data_offsets" ->
                numbers.put(key, json.wholeNumbers(Strides.HIGHEST_RANK));
            default -> throw corrupt(file, name, "dtype, shape and data_offsets", key);
          }
        });
    @Nullable String typeName = types.get("dtype");
    @Nullable List<Long> extents = numbers.get("shape");
    @Nullable List<Long> offsets = numbers.get("data_offsets");
    if (typeName == null || extents == null || offsets == null || offsets.size() != 2) {
      throw corrupt(file, name, "dtype, shape and two data_offsets", types + " and " + numbers);
    }
    StoredType type =
        StoredType.named(typeName)
            .orElseThrow(
                () ->
                    corrupt(
                        file, name, "one of the types " + List.of(StoredType.values()), typeName));
    return new TensorEntry(name, type, List.copyOf(extents), offsets.get(0), offsets.get(1));
  }

  /** No byte belongs to two tensors or, before the last one's end, to none. */
  private void checkThatNothingOverlaps(String file) {
    long next = 0;
    for (TensorEntry entry : inFile()) {
      if (entry.begin != next) {
        throw corrupt(
            file, entry.name, "to start where the tensor before it ends, at " + next, entry.begin);
      }
      next = entry.end;
    }
  }

  /** The tensors in the order in which they lie. */
  List<TensorEntry> inFile() {
    List<TensorEntry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
    return inOrder;
  }

  /** How many bytes all tensors take. */
  long dataBytes() {
    return entries.stream().mapToLong(TensorEntry::end).max().orElse(0);
  }

  static CorruptDataException corrupt(
      String file, String tensor, Object expected, @Nullable Object received) {
    return new CorruptDataException(file + ", tensor " + tensor, expected, received, REMEDY);
  }
}
