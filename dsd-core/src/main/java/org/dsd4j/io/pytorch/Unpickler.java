package org.dsd4j.io.pytorch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles of protocols 1 to 5 that contain tensors in dictionaries, and nothing else: it
 * supports only the operations of such pickles, and never calls the functions that they name
 * ({@link PickledCalls}).
 *
 * <p>Source: the comments of Python's {@code pickletools}, and the output of PyTorch's {@code
 * torch.save}.
 */
final class Unpickler {
  private static final int NEWEST_PROTOCOL = 5;

  private final String name;
  private final PickleBytes in;
  private final PickledCalls calls;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(String name, byte[] pickle) {
    this.name = name;
    this.in = new PickleBytes(name, pickle);
    this.calls = new PickledCalls(name, in);
  }

  /**
   * Reads a pickle.
   *
   * @param name the pickle's name in messages
   */
  static Object read(String name, byte[] pickle) {
    return new Unpickler(name, pickle).read();
  }

  private Object read() {
    while (true) {
      char operation = (char) in.unsignedByte();
      if (operation == '.') {
        Object result = pop();
        if (!stack.isEmpty() || !in.isAtEnd()) {
          throw corrupt("the end after one object", "more");
        }
        return result;
      }
      if (!value(operation) && !container(operation) && !memory(operation)) {
        call(operation);
      }
    }
  }

  /** Operations that push a single value. */
  private boolean value(char operation) {
    switch (operation) {
      case 'N' -> stack.add(Pickled.None.NONE);
      case '\u0088' -> stack.add(true);
      case '\u0089' -> stack.add(false);
      case 'K' -> stack.add((long) in.unsignedByte());
      case 'M' -> stack.add((long) in.unsignedShort());
      case 'J' -> stack.add((long) in.integer());
      case '\u008a' -> stack.add(in.longInteger());
      case 'G' -> stack.add(in.number());
      case 'X' -> stack.add(in.text(in.integer()));
      case '\u008c' -> stack.add(in.text(in.unsignedByte()));
      case '\u008d' -> stack.add(in.text(in.length()));
      case 'I' -> stack.add(textual(in.line()));
      case 'L' -> stack.add(in.wholeNumber(in.line().replaceFirst("L$", "")));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A number or, written with two digits, a boolean, which protocol 1 writes in this way. */
  private Object textual(String line) {
    return line.matches("0[01]") ? (Object) line.equals("01") : in.wholeNumber(line);
  }

  /** Operations that make and fill tuples, lists and dictionaries. */
  private boolean container(char operation) {
    switch (operation) {
      case '(' -> marks.add(stack.size());
      case ')' -> stack.add(List.of());
      case ']' -> stack.add(new ArrayList<>());
      case '}' -> stack.add(new LinkedHashMap<>());
      case 't' -> stack.add(List.copyOf(fromMark()));
      case '\u0085', '\u0086', '\u0087' -> stack.add(List.copyOf(last(operation - 0x84)));
      case 'a' -> append(last(1));
      case 'e' -> append(fromMark());
      case 's' -> put(last(2));
      case 'u' -> put(fromMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Operations that store the top of the stack and fetch it again; protocol and frames. */
  private boolean memory(char operation) {
    switch (operation) {
      case '\u0094' -> memo.put(memo.size(), peek());
      case 'q' -> memo.put(in.unsignedByte(), peek());
      case 'r' -> memo.put(in.integer(), peek());
      case 'h' -> stack.add(memorized(in.unsignedByte()));
      case 'j' -> stack.add(memorized(in.integer()));
      case '\u0080' -> {
        int protocol = in.unsignedByte();
        if (protocol > NEWEST_PROTOCOL) {
          throw new CorruptDataException(
              name,
              "a protocol of pickles up to " + NEWEST_PROTOCOL,
              protocol,
              "write it without pickle_protocol: torch.save(model.state_dict(), name)");
        }
      }
      // A frame's length, which only matters for streams.
      case '\u0095' -> in.length();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Operations for Python objects. */
  private void call(char operation) {
    switch (operation) {
      case 'c' -> stack.add(calls.global(in.line(), in.line()));
      case '\u0093' -> {
        List<Object> names = last(2);
        stack.add(calls.global(names.get(0).toString(), names.get(1).toString()));
      }
      case 'Q' -> stack.add(calls.storage(pop()));
      case 'R' -> {
        Object arguments = pop();
        Object callable = pop();
        stack.add(
            calls.result(callable, arguments instanceof List<?> list ? list : List.of(arguments)));
      }
      case 'b' -> {
        // PyTorch's version attributes of a state dict.
        Object state = pop();
        if (!(state instanceof Map) || !(peek() instanceof Map)) {
          throw corrupt("attributes on a dictionary only", "attributes on " + Pickled.kind(peek()));
        }
      }
      default ->
          throw new CorruptDataException(
              name,
              "operations on tensors, numbers and texts, as torch.save writes them",
              String.format(Locale.ROOT, "0x%02x", (int) operation),
              PickledCalls.STATE_DICT_ALONE + ", without pickle_protocol");
    }
  }

  private void append(List<Object> items) {
    if (!(peek() instanceof ArrayList<?>)) {
      throw corrupt("a list to append to", Pickled.kind(peek()));
    }
    @SuppressWarnings("unchecked") // every list here is one of objects
    List<Object> list = (List<Object>) peek();
    list.addAll(items);
  }

  private void put(List<Object> items) {
    if (!(peek() instanceof Map) || items.size() % 2 != 0) {
      throw corrupt("a dictionary and pairs to put into it", Pickled.kind(peek()));
    }
    @SuppressWarnings("unchecked") // every dictionary here is one of objects
    Map<Object, Object> map = (Map<Object, Object>) peek();
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (!(key instanceof String || key instanceof Long)) {
        throw corrupt("texts or numbers as keys", Pickled.kind(key));
      }
      if (map.put(key, items.get(i + 1)) != null) {
        throw corrupt("different keys", key + " twice");
      }
    }
  }

  private Object peek() {
    if (stack.isEmpty()) {
      throw corrupt("a value on the stack", "none");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** Pops the last values off the stack. */
  private List<Object> last(int count) {
    if (stack.size() < count) {
      throw corrupt(count + " values on the stack", stack.size());
    }
    List<Object> tail = stack.subList(stack.size() - count, stack.size());
    List<Object> taken = new ArrayList<>(tail);
    tail.clear();
    return taken;
  }

  private List<Object> fromMark() {
    if (marks.isEmpty()) {
      throw corrupt("a mark on the stack", "none");
    }
    int mark = marks.remove(marks.size() - 1);
    if (mark > stack.size()) {
      throw corrupt("values above a mark", "fewer values than below it");
    }
    return last(stack.size() - mark);
  }

  private Object memorized(int index) {
    @Nullable Object value = memo.get(index);
    if (value == null) {
      throw corrupt("something stored as number " + index, "nothing");
    }
    return value;
  }

  private CorruptDataException corrupt(Object expected, Object received) {
    return in.corrupt(expected, received);
  }
}
