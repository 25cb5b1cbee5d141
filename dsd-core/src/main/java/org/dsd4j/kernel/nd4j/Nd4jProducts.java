package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.array;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Products;
import org.dsd4j.kernel.nd4j.array.Ops;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Matrix products and convolutions by ND4J. Grouped convolutions are computed group by group. */
final class Nd4jProducts implements Products {
  private final Scratch scratch;
  private final boolean channelsFirst;

  /**
   * Products on a backend.
   *
   * @param channelsFirst whether gradients of convolutions are computed in NCHW, by cuDNN on
   *     devices; in NHWC ND4J computes them there by slower code of its own
   */
  Nd4jProducts(Scratch scratch, boolean channelsFirst) {
    this.scratch = scratch;
    this.channelsFirst = channelsFirst;
  }

  @Override
  public void linear(Tensor x, Tensor weight, Epilogue epilogue, Tensor y) {
    Ops.matmul(matrix(x), false, array(weight), true, matrix(y));
    finish(epilogue, y);
  }

  private void finish(Epilogue epilogue, Tensor y) {
    if (epilogue.bias() != null) {
      addBias(y, epilogue.bias());
    }
    if (epilogue.rectified()) {
      Rectifier.apply(flat(y), scratch);
    }
  }

  @Override
  public void linearBackward(Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients) {
    if (gradients.x() != null) {
      Ops.matmul(matrix(gradY), false, array(weight), false, matrix(gradients.x()));
    }
    if (gradients.weight() != null) {
      Ops.matmul(matrix(gradY), true, matrix(x), false, array(gradients.weight()));
    }
    if (gradients.bias() != null) {
      biasGradient(gradY, gradients.bias());
    }
  }

  @Override
  public void convolution(
      Convolution settings, Tensor x, Tensor weight, Epilogue epilogue, Tensor y) {
    if (settings.groups() == 1) {
      convolve(settings, array(x), array(weight), array(y));
    } else {
      Groups groups = new Groups(settings, x, weight, y);
      for (int g = 0; g < settings.groups(); g++) {
        INDArray part = groups.outputPart(g);
        INDArray input = groups.copyIn("x", array(x), groups.inputs(g));
        convolve(settings, input, groups.weightPart(g), part);
        array(y).get(groups.outputs(g)).assign(part);
      }
    }
    finish(epilogue, y);
  }

  private void convolve(Convolution settings, INDArray x, INDArray weight, INDArray y) {
    DilatedWeight dilated = new DilatedWeight(settings, weight, scratch);
    Ops.run("conv2d", Ops.in(x, dilated.spread(weight)), Ops.in(y), dilated.arguments(false));
  }

  @Override
  public void convolutionBackward(
      Convolution settings, Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients) {
    if (gradients.bias() != null) {
      biasGradient(gradY, gradients.bias());
    }
    if (gradients.x() == null && gradients.weight() == null) {
      return;
    }
    INDArray gradX = arrayOr(gradients.x(), "gradX", array(x));
    INDArray gradWeight = arrayOr(gradients.weight(), "gradWeight", array(weight));
    if (settings.groups() == 1) {
      INDArray[] inputs = {array(x), array(weight), array(gradY)};
      convolveBackward(settings, inputs, gradX, gradWeight);
      return;
    }
    Groups groups = new Groups(settings, x, weight, gradY);
    for (int g = 0; g < settings.groups(); g++) {
      INDArray gradXPart = groups.like("gradXPart", array(x).get(groups.inputs(g)));
      INDArray gradWeightPart = groups.like("gradWeightPart", groups.weightPart(g));
      INDArray[] inputs = {
        groups.copyIn("x", array(x), groups.inputs(g)),
        groups.weightPart(g),
        groups.copyIn("gradY", array(gradY), groups.outputs(g))
      };
      convolveBackward(settings, inputs, gradXPart, gradWeightPart);
      gradX.get(groups.inputs(g)).assign(gradXPart);
      gradWeight.get(groups.rows(g)).assign(gradWeightPart);
    }
  }

  /** The gradients from input, weight and output gradient, in this order. */
  private void convolveBackward(
      Convolution settings, INDArray[] inputs, INDArray gradX, INDArray gradWeight) {
    DilatedWeight dilated = new DilatedWeight(settings, gradWeight, scratch);
    INDArray spreadGradient = dilated.target(gradWeight);
    INDArray ordered = channelsFirst ? channelsFirst("gradX", gradX) : gradX;
    Ops.run(
        "conv2d_bp",
        Ops.in(
            channelsFirst ? channelsFirst("x", inputs[0]).assign(permuted(inputs[0])) : inputs[0],
            dilated.spread(inputs[1]),
            channelsFirst
                ? channelsFirst("gradY", inputs[2]).assign(permuted(inputs[2]))
                : inputs[2]),
        Ops.in(ordered, spreadGradient),
        dilated.arguments(channelsFirst));
    dilated.gather(spreadGradient, gradWeight);
    if (channelsFirst) {
      permuted(gradX).assign(ordered);
    }
  }

  /** Memory for [N, C, H, W] of an array [N, H, W, C]. */
  private INDArray channelsFirst(String slot, INDArray array) {
    return scratch.get("nchw." + slot, array.dataType(), permuted(array).shape());
  }

  private static INDArray permuted(INDArray array) {
    return array.permute(0, 3, 1, 2);
  }

  @Override
  public void convolutionInputGradient(
      Convolution settings, Tensor gradY, Tensor weight, Tensor gradX) {
    // ND4J computes both gradients at once; the weights' needs some input, whose values only affect
    // that gradient, which is discarded.
    convolutionBackward(settings, gradX, weight, gradY, new ProductGradients(gradX, null, null));
  }

  @Override
  public void addBias(Tensor y, Tensor bias) {
    Broadcast.add(matrix(y), flat(bias), matrix(y), 1);
  }

  @Override
  public void biasGradient(Tensor gradY, Tensor gradBias) {
    Reductions.columnSums(matrix(gradY), scratch, flat(gradBias));
  }

  private INDArray arrayOr(@Nullable Tensor tensor, String slot, INDArray like) {
    return tensor != null ? array(tensor) : scratch.get(slot, like.dataType(), like.shape());
  }

  /** Splits the channels of a grouped convolution into its groups. */
  private final class Groups {
    private final int inputs;
    private final int outputs;
    private final INDArray weight;
    private final INDArray output;

    Groups(Convolution settings, Tensor x, Tensor weight, Tensor y) {
      this.inputs = x.shape().last() / settings.groups();
      this.outputs = y.shape().last() / settings.groups();
      this.weight = array(weight);
      this.output = array(y);
    }

    INDArrayIndex[] inputs(int group) {
      return channels(group, inputs);
    }

    INDArrayIndex[] outputs(int group) {
      return channels(group, outputs);
    }

    private INDArrayIndex[] channels(int group, int width) {
      INDArrayIndex part = NDArrayIndex.interval((long) group * width, (group + 1L) * width);
      return new INDArrayIndex[] {NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all(), part};
    }

    INDArrayIndex[] rows(int group) {
      return new INDArrayIndex[] {
        NDArrayIndex.interval((long) group * outputs, (group + 1L) * outputs),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all()
      };
    }

    INDArray weightPart(int group) {
      return copyIn("weight", weight, rows(group));
    }

    INDArray outputPart(int group) {
      return like("output", output.get(outputs(group)));
    }

    INDArray copyIn(String slot, INDArray from, INDArrayIndex[] part) {
      INDArray source = from.get(part);
      return like(slot, source).assign(source);
    }

    INDArray like(String slot, INDArray shaped) {
      DataType type = shaped.dataType();
      return scratch.get("group." + slot, type, shaped.shape());
    }
  }
}
