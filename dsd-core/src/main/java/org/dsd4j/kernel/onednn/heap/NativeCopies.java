package org.dsd4j.kernel.onednn.heap;

import org.bytedeco.javacpp.Pointer;

/** Copies of runs of elements between tensors of one type, and zeros. */
public final class NativeCopies {
  private NativeCopies() {}

  /** Copies {@code count} elements from number {@code from} on to those from {@code at} on. */
  static void copy(OnednnTensor source, long from, OnednnTensor target, long at, long count) {
    if (source.type() != target.type()) {
      throw new IllegalArgumentException(
          "copy: expected tensors of one type, received " + source + " and " + target);
    }
    Pointer.memcpy(
        target.block().at(target.byteOf(at)),
        source.block().at(source.byteOf(from)),
        count * source.type().bytes());
  }

  /** Sets {@code count} elements from number {@code from} on to 0, in which no bit is set. */
  public static void clear(OnednnTensor tensor, long from, long count) {
    Pointer.memset(tensor.block().at(tensor.byteOf(from)), 0, count * tensor.type().bytes());
  }
}
