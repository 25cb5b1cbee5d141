package org.dsd4j.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnknownFieldSet;
import org.tensorflow.framework.Summary;

/** Reads event files with protobuf's own parser and TensorFlow's own {@code Summary}. */
public final class EventReader {
  private static final int LENGTH_AND_CHECKSUM = 12;

  private EventReader() {}

  /**
   * An event.
   *
   * @param seconds since 1970
   * @param step the step
   * @param version what the file says of itself; empty in all but its first event
   * @param isStart whether a session starts
   * @param scalars by tag
   */
  public record Event(
      double seconds, long step, String version, boolean isStart, Map<String, Float> scalars) {}

  /** All events of a file, up to a record that is cut. */
  public static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.remaining() >= LENGTH_AND_CHECKSUM) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(bytes.position(), length);
      long size = bytes.getLong();
      check(length, bytes.getInt());
      if (bytes.remaining() < size + Integer.BYTES) {
        break;
      }
      byte[] data = new byte[(int) size];
      bytes.get(data);
      check(data, bytes.getInt());
      events.add(event(data));
    }
    return events;
  }

  private static void check(byte[] data, int masked) {
    CRC32C sum = new CRC32C();
    sum.update(data);
    // As TensorFlow's crc32c.h has it.
    long crc = sum.getValue();
    int expected = (int) (((crc >>> 15) | (crc << 17)) + 0xa282ead8L);
    if (masked != expected) {
      throw new IllegalStateException("a record's checksum is " + masked + " and not " + expected);
    }
  }

  private static Event event(byte[] data) throws InvalidProtocolBufferException {
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(data);
    double seconds = Double.longBitsToDouble(fields.getField(1).getFixed64List().get(0));
    long step = fields.hasField(2) ? fields.getField(2).getVarintList().get(0) : 0;
    String version = "";
    for (ByteString text : fields.getField(3).getLengthDelimitedList()) {
      version = text.toStringUtf8();
    }
    boolean start = false;
    for (ByteString log : fields.getField(7).getLengthDelimitedList()) {
      start = UnknownFieldSet.parseFrom(log).getField(1).getVarintList().contains(1L);
    }
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (ByteString summary : fields.getField(5).getLengthDelimitedList()) {
      for (Summary.Value value : Summary.parseFrom(summary).getValueList()) {
        scalars.put(value.getTag(), value.getSimpleValue());
      }
    }
    return new Event(seconds, step, version, start, scalars);
  }

  /** The event files of a folder, in the order in which TensorBoard reads them. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /**
   * What TensorBoard shows of a folder: values by step, by tag.
   *
   * @throws IllegalStateException if steps do not rise, which TensorBoard would draw as a zigzag
   */
  public static Map<String, NavigableMap<Long, Float>> shown(Path folder) throws IOException {
    Map<String, NavigableMap<Long, Float>> series = new TreeMap<>();
    for (Path file : files(folder)) {
      for (Event event : read(file)) {
        if (event.isStart()) {
          series.values().forEach(values -> values.tailMap(event.step(), true).clear());
        }
        event
            .scalars()
            .forEach(
                (tag, value) ->
                    append(series.computeIfAbsent(tag, t -> new TreeMap<>()), event.step(), value));
      }
    }
    return series;
  }

  private static void append(NavigableMap<Long, Float> values, long step, float value) {
    if (!values.isEmpty() && values.lastKey() >= step) {
      throw new IllegalStateException("step " + step + " comes after " + values.lastKey());
    }
    values.put(step, value);
  }
}
