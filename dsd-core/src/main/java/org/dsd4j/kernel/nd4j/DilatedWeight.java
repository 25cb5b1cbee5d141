package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The weight of a dilated convolution as that of an ordinary one with zeros between its elements,
 * since ND4J's dilated convolutions on oneDNN refuse many settings. Without dilation, the weight
 * itself.
 */
final class DilatedWeight {
  private final Convolution settings;
  private final Scratch scratch;
  private final Extent step;
  private final boolean dilated;
  private final Extent kernel;
  private final long[] shape;

  DilatedWeight(Convolution settings, INDArray weight, Scratch scratch) {
    this.settings = settings;
    this.scratch = scratch;
    Extent small = settings.kernel();
    Extent dilation = settings.dilation();
    // A single element has no neighbours.
    this.step =
        new Extent(
            small.height() == 1 ? 1 : dilation.height(), small.width() == 1 ? 1 : dilation.width());
    this.dilated = !step.equals(Extent.square(1));
    this.kernel =
        new Extent(
            (small.height() - 1) * step.height() + 1, (small.width() - 1) * step.width() + 1);
    this.shape = new long[] {weight.size(0), weight.size(1), kernel.height(), kernel.width()};
  }

  /** The weight for the ordinary convolution. */
  INDArray spread(INDArray weight) {
    if (!dilated) {
      return weight;
    }
    INDArray spread = scratch.get("dilated.weight", weight.dataType(), shape).assign(0);
    spread.get(elements()).assign(weight);
    return spread;
  }

  /** The array for the gradient of {@link #spread}. */
  INDArray target(INDArray gradient) {
    return dilated ? scratch.get("dilated.gradient", gradient.dataType(), shape) : gradient;
  }

  /** Copies the weight's own gradient from {@link #target}. */
  void gather(INDArray target, INDArray gradient) {
    if (dilated) {
      gradient.assign(target.get(elements()));
    }
  }

  private INDArrayIndex[] elements() {
    return new INDArrayIndex[] {
      NDArrayIndex.all(),
      NDArrayIndex.all(),
      NDArrayIndex.interval(0, step.height(), kernel.height()),
      NDArrayIndex.interval(0, step.width(), kernel.width())
    };
  }

  /**
   * ND4J's order: kernel, stride, padding, dilation, explicit padding, NHWC or NCHW, weights
   * [O,I,kH,kW].
   */
  int[] arguments(boolean channelsFirst) {
    Extent stride = settings.stride();
    Extent padding = settings.padding();
    return new int[] {
      kernel.height(),
      kernel.width(),
      stride.height(),
      stride.width(),
      padding.height(),
      padding.width(),
      1,
      1,
      0,
      channelsFirst ? 0 : 1,
      1
    };
  }
}
