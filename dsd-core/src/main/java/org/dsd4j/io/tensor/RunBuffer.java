package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Collects single-precision values and passes them on in blocks. */
final class RunBuffer {
  private final Consumer<ByteBuffer> reader;
  private final ByteBuffer run;

  /**
   * An empty buffer.
   *
   * @param bytes the largest number of bytes to expect
   */
  RunBuffer(long bytes, Consumer<ByteBuffer> reader) {
    this.reader = reader;
    this.run =
        ByteBuffer.allocate((int) Math.min(NamedTensor.RUN, bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  void put(float value) {
    if (!run.hasRemaining()) {
      flush();
    }
    run.putFloat(value);
  }

  /** Passes on the remaining values. */
  void flush() {
    if (run.position() > 0) {
      reader.accept(run.flip());
      run.clear();
    }
  }
}
