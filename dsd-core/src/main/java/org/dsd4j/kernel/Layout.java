package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.Tensor;

/** Joining, splitting and reordering. */
public interface Layout {
  /** Joins tensors along their last dimension. */
  void concat(List<Tensor> parts, Tensor whole);

  /** Copies as many channels as {@code part} has, from number {@code from} of {@code whole} on. */
  void slice(Tensor whole, int from, Tensor part);

  /** Sets {@code whole} to 0 but for the channels from {@code from} on, which are part's. */
  void place(Tensor part, int from, Tensor whole);

  /** [N,H,W,C] to [N,C,H,W], whatever shape with as many elements {@code y} has. */
  void channelsFirst(Tensor x, Tensor y);

  /** [N,C,H,W], whatever shape with as many elements {@code x} has, to y's [N,H,W,C]. */
  void channelsLast(Tensor x, Tensor y);
}
