package org.dsd4j.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.io.pytorch.Pickler;

/**
 * Reads files as simply as can be, checks nothing, and shares no code with what it tests: the
 * numbers of each tensor of single precision or of truth values.
 */
final class PlainReader {
  private static final int DIRECTORY_END = 0x06054b50;

  /** What an entry in a zip file's directory starts with. */
  static final int DIRECTORY_ENTRY = 0x02014b50;

  private PlainReader() {}

  static Map<String, List<Float>> safeTensors(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong(0);
    JsonNode json =
        new ObjectMapper().readTree(new String(file, 8, header, StandardCharsets.UTF_8));
    Map<String, List<Float>> tensors = new HashMap<>();
    json.properties()
        .forEach(
            entry -> {
              if (entry.getValue().has("dtype")) {
                JsonNode offsets = entry.getValue().get("data_offsets");
                boolean wide = entry.getValue().get("dtype").asText().equals("F32");
                List<Float> values = new ArrayList<>();
                for (int at = offsets.get(0).asInt();
                    at < offsets.get(1).asInt();
                    at += wide ? 4 : 1) {
                  int place = 8 + header + at;
                  values.add(wide ? bytes.getFloat(place) : bytes.get(place));
                }
                tensors.put(entry.getKey(), values);
              }
            });
    return tensors;
  }

  /** A file with the operations of {@link Pickler} only. */
  static Map<String, List<Float>> pyTorch(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Integer> starts = starts(bytes);
    String pickle =
        starts.keySet().stream().filter(n -> n.endsWith("/data.pkl")).findFirst().orElseThrow();
    List<Object> root = new ArrayList<>();
    run(bytes.duplicate().position(starts.get(pickle)), root);
    List<?> items = (List<?>) root.get(0);
    Map<String, List<Float>> tensors = new HashMap<>();
    for (int i = 0; i < items.size(); i += 2) {
      // [function, [[storage, class, key, place, count], offset, extents, strides, …]]
      List<?> tensor = (List<?>) ((List<?>) items.get(i + 1)).get(1);
      List<?> storage = (List<?>) tensor.get(0);
      int start = starts.get(pickle.replace("data.pkl", "data/" + storage.get(2)));
      boolean wide = storage.get(1).equals("torch FloatStorage");
      ByteBuffer elements = bytes.duplicate().position(start).slice();
      List<Float> values = new ArrayList<>();
      collect(elements.order(ByteOrder.LITTLE_ENDIAN), wide, tensor, new ArrayList<>(), values);
      tensors.put((String) items.get(i), values);
    }
    return tensors;
  }

  /** Where the entries of a zip file start. */
  private static Map<String, Integer> starts(ByteBuffer bytes) {
    int end = bytes.limit() - 22;
    while (bytes.getInt(end) != DIRECTORY_END) {
      end--;
    }
    Map<String, Integer> starts = new HashMap<>();
    int at = bytes.getInt(end + 16);
    while (bytes.getInt(at) == DIRECTORY_ENTRY) {
      int length = bytes.getShort(at + 28);
      String name = new String(bytes.array(), at + 46, length, StandardCharsets.UTF_8);
      int local = bytes.getInt(at + 42);
      starts.put(name, local + 30 + bytes.getShort(local + 26) + bytes.getShort(local + 28));
      at += 46 + length + bytes.getShort(at + 30) + bytes.getShort(at + 32);
    }
    return starts;
  }

  private static void collect(
      ByteBuffer bytes, boolean wide, List<?> tensor, List<Integer> index, List<Float> values) {
    List<?> extents = (List<?>) tensor.get(2);
    if (index.size() < extents.size()) {
      for (int i = 0; i < (long) extents.get(index.size()); i++) {
        index.add(i);
        collect(bytes, wide, tensor, index, values);
        index.remove(index.size() - 1);
      }
      return;
    }
    long element = (long) tensor.get(1);
    for (int i = 0; i < index.size(); i++) {
      element += index.get(i) * (long) ((List<?>) tensor.get(3)).get(i);
    }
    values.add(wide ? bytes.getFloat((int) element * 4) : bytes.get((int) element));
  }

  /** Runs a pickle on a stack; a dictionary is the list of its keys and values. */
  private static void run(ByteBuffer in, List<Object> stack) {
    in.order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> marks = new ArrayList<>();
    while (true) {
      char operation = (char) Byte.toUnsignedInt(in.get());
      switch (operation) {
        case '\u0080' -> in.get();
        case '(' -> marks.add(stack.size());
        case ')', '}', ']' -> stack.add(new ArrayList<>());
        case 'c' -> stack.add(line(in) + " " + line(in));
        case 'X' -> {
          byte[] text = new byte[in.getInt()];
          in.get(text);
          stack.add(new String(text, StandardCharsets.UTF_8));
        }
        case 'J' -> stack.add((long) in.getInt());
        case 'K' -> stack.add((long) Byte.toUnsignedInt(in.get()));
        case 'M' -> stack.add((long) Short.toUnsignedInt(in.getShort()));
        case '\u008a' -> {
          int length = in.get();
          long value = 0;
          for (int i = 0; i < length; i++) {
            value |= Byte.toUnsignedLong(in.get()) << 8 * i;
          }
          stack.add(value);
        }
        case 'N', '\u0088', '\u0089' -> stack.add(operation);
        case 't', 'u', 'e' -> {
          List<Object> tail = stack.subList(marks.remove(marks.size() - 1), stack.size());
          List<Object> items = new ArrayList<>(tail);
          tail.clear();
          if (operation == 't') {
            stack.add(items);
          } else {
            list(stack.get(stack.size() - 1)).addAll(items);
          }
        }
        case 'Q' -> {}
        case 'R' -> {
          Object arguments = stack.remove(stack.size() - 1);
          Object function = stack.remove(stack.size() - 1);
          boolean dictionary = function.equals("collections OrderedDict");
          stack.add(dictionary ? new ArrayList<>() : new ArrayList<>(List.of(function, arguments)));
        }
        case '.' -> {
          return;
        }
        default -> throw new IllegalStateException("unknown to this reader: " + operation);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  private static String line(ByteBuffer in) {
    StringBuilder line = new StringBuilder();
    for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
      line.append(c);
    }
    return line.toString();
  }
}
