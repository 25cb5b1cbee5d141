package org.dsd4j.kernel.onednn.heap;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.dsd4j.internal.Halves;

/**
 * Copies runs of elements between tensors of any types or between a tensor and single-precision
 * values on the heap, and sets them to zero.
 */
public final class Copies {
  /** The size of the array through which bfloat16 values pass. */
  private static final int CONVERTED_AT_ONCE = 1024;

  /** The size of the array through which the values of buffers pass. */
  private static final int BUFFERED_AT_ONCE = 1 << 14;

  private Copies() {}

  /** Copies {@code count} elements from index {@code from} on to those from {@code at} on. */
  static void copy(OnednnTensor source, long from, OnednnTensor target, long at, long count) {
    if (source.type() == target.type()) {
      Pointer.memcpy(
          target.block().at(target.byteOf(at)),
          source.block().at(source.byteOf(from)),
          count * source.type().bytes());
      return;
    }
    float[] run = new float[(int) Math.min(BUFFERED_AT_ONCE, count)];
    for (long done = 0; done < count; done += run.length) {
      int length = (int) Math.min(run.length, count - done);
      read(source, from + done, run, length);
      write(run, length, target, at + done);
    }
  }

  /** Sets {@code count} elements from index {@code from} on to 0, all of whose bits are 0. */
  public static void clear(OnednnTensor tensor, long from, long count) {
    Pointer.memset(tensor.block().at(tensor.byteOf(from)), 0, count * tensor.type().bytes());
  }

  /** Reads {@code count} elements from index {@code from} on into the start of {@code values}. */
  public static void read(OnednnTensor tensor, long from, float[] values, int count) {
    int done = 0;
    while (done < count) {
      long at = tensor.byteOf(from + done);
      int run = run(tensor, at, count - done);
      int position = NativeBlock.positionInChunk(at);
      switch (tensor.type()) {
        case FLOAT32 -> tensor.block().floats(at).get(position / Float.BYTES, values, done, run);
        case FLOAT64 -> {
          ByteBuffer chunk = tensor.block().chunk(at);
          for (int i = 0; i < run; i++) {
            values[done + i] = (float) chunk.getDouble(position + i * Double.BYTES);
          }
        }
        case BFLOAT16 -> {
          short[] halves = new short[Math.min(run, CONVERTED_AT_ONCE)];
          run = halves.length;
          tensor.block().chunk(at).asShortBuffer().get(position / Short.BYTES, halves);
          widen(halves, values, done);
        }
      }
      done += run;
    }
  }

  /** Writes the first {@code count} values into elements from index {@code to} on. */
  public static void write(float[] values, int count, OnednnTensor tensor, long to) {
    int done = 0;
    while (done < count) {
      long at = tensor.byteOf(to + done);
      int run = run(tensor, at, count - done);
      int position = NativeBlock.positionInChunk(at);
      switch (tensor.type()) {
        case FLOAT32 -> tensor.block().floats(at).put(position / Float.BYTES, values, done, run);
        case FLOAT64 -> {
          ByteBuffer chunk = tensor.block().chunk(at);
          for (int i = 0; i < run; i++) {
            chunk.putDouble(position + i * Double.BYTES, values[done + i]);
          }
        }
        case BFLOAT16 -> {
          short[] halves = new short[Math.min(run, CONVERTED_AT_ONCE)];
          run = halves.length;
          round(values, done, halves);
          tensor.block().chunk(at).asShortBuffer().put(position / Short.BYTES, halves);
        }
      }
      done += run;
    }
  }

  /** Fills {@code values} with the elements from index {@code from} on. */
  public static void read(OnednnTensor tensor, long from, FloatBuffer values) {
    float[] run = new float[Math.min(BUFFERED_AT_ONCE, values.remaining())];
    long next = from;
    while (values.hasRemaining()) {
      int count = Math.min(run.length, values.remaining());
      read(tensor, next, run, count);
      values.put(run, 0, count);
      next += count;
    }
  }

  /** Writes the remaining {@code values} into elements from index {@code to} on. */
  public static void write(FloatBuffer values, OnednnTensor tensor, long to) {
    float[] run = new float[Math.min(BUFFERED_AT_ONCE, values.remaining())];
    long next = to;
    while (values.hasRemaining()) {
      int count = Math.min(run.length, values.remaining());
      values.get(run, 0, count);
      write(run, count, tensor, next);
      next += count;
    }
  }

  private static int run(OnednnTensor tensor, long at, int wanted) {
    return (int) Math.min(wanted, NativeBlock.leftInChunk(at) / tensor.type().bytes());
  }

  private static void widen(short[] halves, float[] values, int from) {
    for (int i = 0; i < halves.length; i++) {
      values[from + i] = Halves.fromBfloat16(halves[i]);
    }
  }

  private static void round(float[] values, int from, short[] halves) {
    for (int i = 0; i < halves.length; i++) {
      halves[i] = Halves.toBfloat16(values[from + i]);
    }
  }
}
