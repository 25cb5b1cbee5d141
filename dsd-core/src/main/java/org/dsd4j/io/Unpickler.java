package org.dsd4j.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.Pickled.Function;
import org.dsd4j.io.Pickled.StorageReference;
import org.dsd4j.io.Pickled.TensorReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles of protocol 2 that hold tensors in dictionaries, and nothing else: it knows the
 * operations of such pickles only, and in place of calling the three functions that they name it
 * describes what they would return. Every other name is refused.
 *
 * <p>Source: the comments of Python's {@code pickletools}, and what PyTorch's {@code torch.save}
 * writes.
 */
final class Unpickler {
  private static final int PROTOCOL = 2;

  private final String name;
  private final PickleBytes in;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(String name, byte[] pickle) {
    this.name = name;
    this.in = new PickleBytes(name, pickle);
  }

  /**
   * Reads a pickle.
   *
   * @param name what messages call it
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

  /** Operations that push a value by itself. */
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
      case 'X' -> stack.add(in.text());
      default -> {
        return false;
      }
    }
    return true;
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

  /** Operations that store the top of the stack and fetch it again; and the protocol. */
  private boolean memory(char operation) {
    switch (operation) {
      case 'q' -> memo.put(in.unsignedByte(), peek());
      case 'r' -> memo.put(in.integer(), peek());
      case 'h' -> stack.add(memorized(in.unsignedByte()));
      case 'j' -> stack.add(memorized(in.integer()));
      case '\u0080' -> {
        int protocol = in.unsignedByte();
        if (protocol != PROTOCOL) {
          throw corrupt("protocol " + PROTOCOL + ", which is torch.save's own", protocol);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Operations that stand for objects of Python. */
  private void call(char operation) {
    switch (operation) {
      case 'c' -> stack.add(global(in.line(), in.line()));
      case 'Q' -> stack.add(storage(pop()));
      case 'R' -> {
        Object arguments = pop();
        stack.add(result(pop(), arguments));
      }
      case 'b' -> {
        // What PyTorch notes about versions on a state dict.
        Object state = pop();
        if (!(state instanceof Map) || !(peek() instanceof Map)) {
          throw corrupt("attributes on a dictionary only", "attributes on " + Pickled.kind(peek()));
        }
      }
      default ->
          throw corrupt(
              "an operation of pickled tensors",
              String.format(Locale.ROOT, "0x%02x", 0 + operation));
    }
  }

  private Object global(String module, String member) {
    String qualifiedName = module + "." + member;
    for (Function function : Function.values()) {
      if (function.qualifiedName().equals(qualifiedName)) {
        return function;
      }
    }
    if (module.equals("torch")) {
      @Nullable StoredType type = StoredType.ofStorageClass(member).orElse(null);
      if (type != null) {
        return type;
      }
    }
    throw new CorruptDataException(
        name,
        "tensors, numbers and texts in dictionaries and lists",
        "the Python object " + qualifiedName + ", which was not touched",
        "write the state dict alone: torch.save(model.state_dict(), name)");
  }

  private Object result(Object callable, Object arguments) {
    List<?> given = arguments instanceof List<?> list ? list : List.of(arguments);
    if (callable == Function.ORDERED_DICT && given.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (callable == Function.REBUILD_TENSOR
        && given.size() >= 4
        && given.get(0) instanceof StorageReference storage
        && given.get(1) instanceof Long offset
        && given.get(2) instanceof List<?> extents
        && given.get(3) instanceof List<?> strides
        && offset >= 0) {
      return new TensorReference(storage, new Strides(offset, counts(extents), counts(strides)));
    }
    if (callable == Function.REBUILD_PARAMETER
        && !given.isEmpty()
        && given.get(0) instanceof TensorReference tensor) {
      return tensor;
    }
    throw corrupt("a call that makes a tensor or a dictionary", "another");
  }

  private List<Long> counts(List<?> values) {
    List<Long> counts = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Long count) || count < 0 || counts.size() == Strides.HIGHEST_RANK) {
        throw corrupt("extents or strides", "something else");
      }
      counts.add(count);
    }
    return List.copyOf(counts);
  }

  private StorageReference storage(Object reference) {
    if (reference instanceof List<?> list
        && list.size() == 5
        && list.get(0).equals("storage")
        && list.get(1) instanceof StoredType type
        && list.get(2) instanceof String key
        && list.get(4) instanceof Long elements
        && elements >= 0) {
      return new StorageReference(type, key, elements);
    }
    throw corrupt("a reference to a storage", Pickled.kind(reference));
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

  /** Takes the last values off the stack. */
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
