package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.array;

import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Interpolation;
import org.dsd4j.kernel.Pool;
import org.dsd4j.kernel.Pooling;
import org.dsd4j.kernel.nd4j.array.Ops;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.kernel.support.AxisMap;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Pooling and resampling by ND4J. Its own pooling supports neither ceil mode nor PyTorch's means
 * over padding, so a padded copy is pooled without padding. Adaptive pooling and resampling are
 * products with two small matrices, for rows and columns.
 */
final class Nd4jPooling implements Pooling {
  private final Scratch scratch;
  private final AxisMaps maps;

  Nd4jPooling(Scratch scratch) {
    this.scratch = scratch;
    this.maps = new AxisMaps(scratch);
  }

  @Override
  public void max(Pool settings, Tensor x, Tensor y) {
    Padded padded = new Padded(settings, array(x), array(y));
    // Lower than any finite number, so that padding is never the largest.
    run("maxpool2d", settings, Ops.in(padded.copyOf(array(x), lowest(x))), Ops.in(array(y)));
  }

  @Override
  public void maxBackward(Pool settings, Tensor x, Tensor y, Tensor gradY, Tensor gradX) {
    Padded padded = new Padded(settings, array(x), array(y));
    INDArray in = padded.copyOf(array(x), lowest(x));
    INDArray gradient = padded.gradient(array(gradX));
    run("maxpool2d_bp", settings, Ops.in(in, array(gradY)), Ops.in(gradient));
    padded.cut(gradient, array(gradX));
  }

  @Override
  public void average(Pool settings, boolean countPadding, Tensor x, Tensor y) {
    Padded padded = new Padded(settings, array(x), array(y));
    run("avgpool2d", settings, Ops.in(padded.copyOf(array(x), 0)), Ops.in(array(y)));
    if (padded.isPadded()) {
      multiplyPixels(array(y), correction(settings, countPadding, x, y), array(y));
    }
  }

  @Override
  public void averageBackward(Pool settings, boolean countPadding, Tensor gradY, Tensor gradX) {
    Padded padded = new Padded(settings, array(gradX), array(gradY));
    INDArray in = array(gradY);
    if (padded.isPadded()) {
      in = scratch.get("pool.gradY", in.dataType(), in.shape());
      multiplyPixels(array(gradY), correction(settings, countPadding, gradX, gradY), in);
    }
    INDArray gradient = padded.gradient(array(gradX));
    // Only the shape of the first input is used.
    run("avgpool2d_bp", settings, Ops.in(gradient, in), Ops.in(gradient));
    padded.cut(gradient, array(gradX));
  }

  @Override
  public void adaptiveAverage(Tensor x, Tensor y) {
    maps.apply(AxisMap.ADAPTIVE_AVERAGE, array(x), array(y));
  }

  @Override
  public void adaptiveAverageBackward(Tensor gradY, Tensor gradX) {
    maps.applyTransposed(AxisMap.ADAPTIVE_AVERAGE, array(gradY), array(gradX));
  }

  @Override
  public void resample(Interpolation interpolation, Tensor x, Tensor y) {
    maps.apply(AxisMap.of(interpolation), array(x), array(y));
  }

  @Override
  public void resampleBackward(Interpolation interpolation, Tensor gradY, Tensor gradX) {
    maps.applyTransposed(AxisMap.of(interpolation), array(gradY), array(gradX));
  }

  private static double lowest(Tensor x) {
    return switch (x.type()) {
      case FLOAT32, BFLOAT16 -> -Float.MAX_VALUE;
      case FLOAT64 -> -Double.MAX_VALUE;
    };
  }

  /** ND4J's order: kernel, stride, padding, dilation, explicit padding, divisor k·k, NHWC. */
  private static void run(String name, Pool p, INDArray[] in, INDArray[] out) {
    Extent k = p.kernel();
    Extent s = p.stride();
    Ops.run(name, in, out, k.height(), k.width(), s.height(), s.width(), 0, 0, 1, 1, 0, 1, 1);
  }

  private record Correction(Object type, Pool settings, boolean counted, Object in, Object out) {}

  /** The window's area divided by the number of elements that count, for each output pixel. */
  private INDArray correction(Pool p, boolean countPadding, Tensor x, Tensor y) {
    Extent in = new Extent(x.shape().extent(1), x.shape().extent(2));
    Extent out = new Extent(y.shape().extent(1), y.shape().extent(2));
    return scratch.constant(
        new Correction(x.type(), p, countPadding, in, out),
        key ->
            Nd4j.createFromArray(p.areaOverCounted(countPadding, in, out))
                .castTo(x.type().dataType()));
  }

  private static void multiplyPixels(INDArray images, INDArray factors, INDArray result) {
    Broadcast.mul(images, factors, result, 1, 2);
  }

  /** An input with as much padding around it as the windows reach. */
  private final class Padded {
    private final long[] shape;
    private final INDArrayIndex[] inside;
    private final boolean padded;

    Padded(Pool p, INDArray x, INDArray y) {
      long height = (y.size(1) - 1) * p.stride().height() + p.kernel().height();
      long width = (y.size(2) - 1) * p.stride().width() + p.kernel().width();
      int top = p.padding().height();
      int left = p.padding().width();
      shape =
          new long[] {
            x.size(0),
            Math.max(height, top + x.size(1)),
            Math.max(width, left + x.size(2)),
            x.size(3)
          };
      padded = shape[1] != x.size(1) || shape[2] != x.size(2);
      inside =
          new INDArrayIndex[] {
            NDArrayIndex.all(),
            NDArrayIndex.interval(top, top + x.size(1)),
            NDArrayIndex.interval(left, left + x.size(2)),
            NDArrayIndex.all()
          };
    }

    boolean isPadded() {
      return padded;
    }

    INDArray copyOf(INDArray x, double padding) {
      if (!padded) {
        return x;
      }
      INDArray copy = scratch.get("pool.padded", x.dataType(), shape);
      copy.assign(padding);
      copy.get(inside).assign(x);
      return copy;
    }

    INDArray gradient(INDArray gradX) {
      return padded ? scratch.get("pool.gradient", gradX.dataType(), shape) : gradX;
    }

    void cut(INDArray gradient, INDArray gradX) {
      if (padded) {
        gradX.assign(gradient.get(inside));
      }
    }
  }
}
