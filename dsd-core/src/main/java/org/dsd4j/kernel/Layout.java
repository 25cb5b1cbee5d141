package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.Tensor;

/** Concatenation, splitting and reordering of tensors. */
public interface Layout {
  /** Concatenates tensors along their last dimension. */
  void concat(List<Tensor> parts, Tensor whole);

  /**
   * Copies channels of {@code whole}, from index {@code from} on, into all channels of {@code
   * part}.
   */
  void slice(Tensor whole, int from, Tensor part);

  /**
   * Copies {@code part} into the channels of {@code whole} from index {@code from} on, and sets all
   * other channels to 0.
   */
  void place(Tensor part, int from, Tensor whole);

  /** Reorders [N,H,W,C] to [N,C,H,W]; {@code y} may have any shape with as many elements. */
  void channelsFirst(Tensor x, Tensor y);

  /** Reorders [N,C,H,W] to y's [N,H,W,C]; {@code x} may have any shape with as many elements. */
  void channelsLast(Tensor x, Tensor y);
}
