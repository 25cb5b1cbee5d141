package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/** Converts blocks of bytes into blocks of single-precision values. */
final class FloatRuns implements Consumer<ByteBuffer> {
  private final StoredType type;
  private final FloatReader reader;
  private final FloatBuffer decoded;
  private long next;

  private FloatRuns(NamedTensor tensor, FloatReader reader) {
    this.type = tensor.type();
    this.reader = reader;
    boolean asTheyAre = type == StoredType.F32;
    long longest = Math.min(tensor.elements(), NamedTensor.RUN / type.bytes());
    this.decoded = FloatBuffer.allocate(asTheyAre ? 0 : (int) longest);
  }

  static void read(NamedTensor tensor, FloatReader reader) {
    tensor.runs(new FloatRuns(tensor, reader));
  }

  @Override
  public void accept(ByteBuffer run) {
    FloatBuffer floats = type == StoredType.F32 ? run.asFloatBuffer() : decode(run);
    int count = floats.remaining();
    reader.read(next, floats);
    next += count;
  }

  private FloatBuffer decode(ByteBuffer run) {
    type.decode(run, decoded.clear());
    return decoded.flip();
  }
}
