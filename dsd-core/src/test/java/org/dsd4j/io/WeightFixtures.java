package org.dsd4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;

/** Files and values for the tests of this package. */
public final class WeightFixtures {
  private WeightFixtures() {}

  /** A file that {@code make.py} made with PyTorch. */
  public static Path ofPyTorch(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(WeightFixtures.class.getResource("/weights/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All parameters and statistics by name. */
  public static Map<String, List<Float>> of(Network network) {
    Map<String, List<Float>> values = new LinkedHashMap<>();
    NetworkTensors.parameters(network)
        .forEach((name, parameter) -> values.put(name, list(parameter.value().toFloats())));
    return values;
  }

  /** All of a file. */
  public static Map<String, List<Float>> of(WeightFile file) {
    Map<String, List<Float>> values = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> values.put(tensor.name(), list(tensor.toFloats())));
    return values;
  }

  static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  /** Masks every third weight, and sets it to zero. */
  public static Mask mask(Parameter parameter) {
    float[] values = parameter.value().toFloats();
    BitSet kept = new BitSet();
    for (int i = 0; i < values.length; i++) {
      kept.set(i, i % 3 != 0);
      values[i] = i % 3 == 0 ? 0 : values[i];
    }
    Mask mask = Mask.of(parameter.shape(), kept);
    parameter.setMask(mask);
    parameter.value().set(values);
    return mask;
  }

  /** A tensor of these bytes. */
  public static NamedTensor tensor(String name, StoredType type, List<Long> extents, byte[] bytes) {
    return new NamedTensor() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public StoredType type() {
        return type;
      }

      @Override
      public List<Long> extents() {
        return extents;
      }

      @Override
      public void runs(Consumer<ByteBuffer> reader) {
        if (bytes.length > 0) {
          reader.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        }
      }
    };
  }

  /** A vector in single precision. */
  public static NamedTensor floats(String name, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return tensor(name, StoredType.F32, List.of((long) values.length), bytes.array());
  }

  /** A safetensors file with any header and so many bytes of data. */
  static Path safeTensors(Path path, String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return safeTensors(path, text.length, text, data);
  }

  static Path safeTensors(Path path, long length, byte[] header, int data) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return write(path, bytes.putLong(length).put(header).array());
  }

  public static Path write(Path path, byte[] bytes) {
    try {
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
