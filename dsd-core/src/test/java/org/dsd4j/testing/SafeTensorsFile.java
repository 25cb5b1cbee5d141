package org.dsd4j.testing;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.data.Values;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Shape;

/**
 * A safetensors file of the fixtures, with its settings. Numbers of all types are read as floats.
 */
public final class SafeTensorsFile {
  private final String name;
  private final Map<String, Values> tensors = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Set<String> read = new HashSet<>(Set.of("op", "note"));

  private SafeTensorsFile(String name) {
    this.name = name;
  }

  /** Reads a file. */
  public static SafeTensorsFile read(Path path) {
    String fileName = path.getFileName().toString();
    SafeTensorsFile file = new SafeTensorsFile(fileName.replace(".safetensors", ""));
    try (WeightFile stored = WeightFile.open(path)) {
      file.settings.putAll(stored.metadata());
      for (StoredTensor tensor : stored.tensors()) {
        long[] extents = tensor.extents().stream().mapToLong(Long::longValue).toArray();
        file.tensors.put(tensor.name(), new Values(Shape.of(extents), tensor.toFloats()));
      }
    }
    return file;
  }

  /** The file's name without ending. */
  public String name() {
    return name;
  }

  /** The tensor of this name. */
  public Values get(String tensor) {
    Values values = tensors.get(tensor);
    if (values == null) {
      throw new IllegalArgumentException(name + " has " + tensors.keySet() + ", not " + tensor);
    }
    return values;
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String tensor) {
    return tensors.containsKey(tensor);
  }

  /** The names of all tensors, in the order of the file. */
  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  /** A setting, or {@code otherwise} where the file has none of this name. */
  public String setting(String key, String otherwise) {
    read.add(key);
    return settings.getOrDefault(key, otherwise);
  }

  /** The settings that nobody has asked for: a test that ignores one proves nothing. */
  public List<String> unreadSettings() {
    return settings.keySet().stream().filter(key -> !read.contains(key)).toList();
  }

  /** One whole number, or two in brackets: of the height and of the width. */
  public Extent extent(String key, int otherwise) {
    String[] numbers =
        setting(key, Integer.toString(otherwise)).replaceAll("[\\[\\]() ]", "").split(",");
    return new Extent(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[numbers.length - 1]));
  }

  /** A whole number among the settings. */
  public int integer(String key, int otherwise) {
    return Integer.parseInt(setting(key, Integer.toString(otherwise)));
  }

  /** A number among the settings. */
  public double number(String key, double otherwise) {
    return Double.parseDouble(setting(key, Double.toString(otherwise)));
  }

  /** A truth value among the settings. */
  public boolean flag(String key) {
    return Boolean.parseBoolean(setting(key, "false").toLowerCase(java.util.Locale.ROOT));
  }

  @Override
  public String toString() {
    return name;
  }
}
