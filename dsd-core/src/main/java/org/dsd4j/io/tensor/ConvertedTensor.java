package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Halves;

/**
 * A tensor in another floating-point type.
 *
 * @param source the tensor to convert
 * @param type the type to convert to
 */
record ConvertedTensor(NamedTensor source, StoredType type) implements NamedTensor {
  private static final int CONVERTED_AT_ONCE = 1 << 14;

  ConvertedTensor {
    Check.argument(
        source.type().isFloating() && type.isFloating(),
        source.name(),
        "two floating-point types",
        source.type() + " and " + type,
        "leave other tensors as they are");
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<Long> extents() {
    return source.extents();
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    ByteBuffer run =
        ByteBuffer.allocate(CONVERTED_AT_ONCE * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    source.floats(
        (from, values) -> {
          long next = from;
          while (values.hasRemaining()) {
            run.clear();
            next = encode(next, values, run);
            reader.accept(run.flip());
          }
        });
  }

  private long encode(long from, FloatBuffer values, ByteBuffer run) {
    long next = from;
    while (values.hasRemaining() && run.hasRemaining()) {
      float value = values.get();
      int at = run.position();
      type.encode(value, run);
      Check.argument(
          isFinite(run, at),
          "element " + next + " of " + name(),
          "a number that " + type + " can hold",
          value,
          "choose a wider type");
      next++;
    }
    return next;
  }

  /** Whether the encoded value is finite. */
  private boolean isFinite(ByteBuffer run, int at) {
    return switch (type) {
      case F16 -> Float.isFinite(Halves.fromFloat16(run.getShort(at)));
      case BF16 -> Float.isFinite(Halves.fromBfloat16(run.getShort(at)));
      case F32 -> Float.isFinite(run.getFloat(at));
      default -> Double.isFinite(run.getDouble(at));
    };
  }
}
