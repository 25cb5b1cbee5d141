package org.dsd4j.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.reduction;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Products;
import org.dsd4j.kernel.onednn.primitive.Call;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.ConvolutionPrimitives;
import org.dsd4j.kernel.onednn.primitive.Epilogues;
import org.dsd4j.kernel.onednn.primitive.Formats;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.kernel.onednn.primitive.Preparation;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Matrix products and convolutions by oneDNN. */
final class OnednnProducts implements Products {
  private final Calls calls;

  OnednnProducts(Calls calls) {
    this.calls = calls;
  }

  @Override
  public void linear(Tensor x, Tensor weight, Epilogue epilogue, Tensor y) {
    Tensor bias = epilogue.bias();
    calls.run(
        Call.of("linear", epilogue.rectified(), x, weight, bias, y),
        p -> {
          inner_product_forward.primitive_desc description = linearForward(x, weight, epilogue, y);
          Map<Integer, memory> arguments = new HashMap<>();
          arguments.put(DNNL_ARG_SRC, p.on(x, Formats.matrix(x)));
          memory plain = p.on(weight, Formats.matrix(weight));
          arguments.put(DNNL_ARG_WEIGHTS, p.input(plain, description.weights_desc()));
          if (bias != null) {
            arguments.put(DNNL_ARG_BIAS, p.on(bias, Formats.vector(bias)));
          }
          arguments.put(DNNL_ARG_DST, p.on(y, Formats.matrix(y)));
          p.execute(description, arguments);
        });
  }

  /** Large weights are read in their own layout: reordering them would cost more than it gains. */
  private static inner_product_forward.primitive_desc linearForward(
      Tensor x, Tensor weight, Epilogue epilogue, Tensor y) {
    memory.desc weights = weightsFormat(x, weight);
    Tensor bias = epilogue.bias();
    return bias == null
        ? new inner_product_forward.primitive_desc(
            Onednn.engine(),
            dnnl_forward_training,
            Formats.matrix(x),
            weights,
            Formats.matrix(y),
            Epilogues.attributes(epilogue),
            false)
        : new inner_product_forward.primitive_desc(
            Onednn.engine(),
            dnnl_forward_training,
            Formats.matrix(x),
            weights,
            Formats.vector(bias),
            Formats.matrix(y),
            Epilogues.attributes(epilogue),
            false);
  }

  private static memory.desc weightsFormat(Tensor x, Tensor weight) {
    return new memory.desc(weight.shape().toLongs(), Formats.type(x.type()), format_tag.ab);
  }

  @Override
  public void linearBackward(Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients) {
    Tensor gradX = gradients.x();
    if (gradX != null) {
      calls.run(
          Call.of("linear, gradient of input", "", weight, gradY, gradX),
          p -> linearInputGradient(p, weight, gradY, gradX));
    }
    Tensor gradWeight = gradients.weight();
    if (gradWeight != null) {
      calls.run(
          Call.of("linear, gradient of weight", "", x, gradY, gradWeight, gradients.bias()),
          p -> linearWeightGradient(p, x, gradY, gradWeight, gradients.bias()));
    } else if (gradients.bias() != null) {
      biasGradient(gradY, gradients.bias());
    }
  }

  private static void linearInputGradient(
      Preparation p, Tensor weight, Tensor gradY, Tensor gradX) {
    inner_product_backward_data.primitive_desc description =
        new inner_product_backward_data.primitive_desc(
            Onednn.engine(),
            Formats.matrix(gradX),
            weightsFormat(gradX, weight),
            Formats.matrix(gradY),
            linearForward(gradX, weight, Epilogue.NONE, gradY),
            Onednn.attributes(),
            false);
    memory plain = p.on(weight, Formats.matrix(weight));
    p.execute(
        description,
        Map.of(
            DNNL_ARG_DIFF_DST, p.on(gradY, Formats.matrix(gradY)),
            DNNL_ARG_WEIGHTS, p.input(plain, description.weights_desc()),
            DNNL_ARG_DIFF_SRC, p.on(gradX, Formats.matrix(gradX))));
  }

  private static void linearWeightGradient(
      Preparation p, Tensor x, Tensor gradY, Tensor gradWeight, @Nullable Tensor gradBias) {
    inner_product_forward.primitive_desc hint =
        linearForward(x, gradWeight, Epilogue.bias(gradBias), gradY);
    inner_product_backward_weights.primitive_desc description =
        gradBias == null
            ? new inner_product_backward_weights.primitive_desc(
                Onednn.engine(),
                Formats.matrix(x),
                Formats.matrix(gradWeight),
                Formats.matrix(gradY),
                hint,
                Onednn.attributes(),
                false)
            : new inner_product_backward_weights.primitive_desc(
                Onednn.engine(),
                Formats.matrix(x),
                Formats.matrix(gradWeight),
                Formats.vector(gradBias),
                Formats.matrix(gradY),
                hint,
                Onednn.attributes(),
                false);
    Map<Integer, memory> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, p.on(x, Formats.matrix(x)));
    arguments.put(DNNL_ARG_DIFF_DST, p.on(gradY, Formats.matrix(gradY)));
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, p.on(gradWeight, Formats.matrix(gradWeight)));
    if (gradBias != null) {
      arguments.put(DNNL_ARG_DIFF_BIAS, p.on(gradBias, Formats.vector(gradBias)));
    }
    p.execute(description, arguments);
  }

  @Override
  public void convolution(
      Convolution settings, Tensor x, Tensor weight, Epilogue epilogue, Tensor y) {
    record Settings(Convolution convolution, boolean rectified) {}
    calls.run(
        Call.of(
            "convolution",
            new Settings(settings, epilogue.rectified()),
            x,
            weight,
            epilogue.bias(),
            y),
        p -> new ConvolutionPrimitives(settings, x, weight, y).forward(p, epilogue));
  }

  @Override
  public void convolutionBackward(
      Convolution settings, Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients) {
    if (gradients.x() != null) {
      convolutionInputGradient(settings, gradY, weight, gradients.x());
    }
    Tensor gradWeight = gradients.weight();
    Tensor gradBias = gradients.bias();
    if (gradWeight != null) {
      calls.run(
          Call.of("convolution, gradient of weight", settings, x, gradY, gradWeight, gradBias),
          p ->
              new ConvolutionPrimitives(settings, x, gradWeight, gradY)
                  .weightGradient(p, gradBias));
    } else if (gradBias != null) {
      biasGradient(gradY, gradBias);
    }
  }

  @Override
  public void convolutionInputGradient(
      Convolution settings, Tensor gradY, Tensor weight, Tensor gradX) {
    calls.run(
        Call.of("convolution, gradient of input", settings, gradY, weight, gradX),
        p -> new ConvolutionPrimitives(settings, gradX, weight, gradY).inputGradient(p));
  }

  @Override
  public void addBias(Tensor y, Tensor bias) {
    calls.run(
        Call.of("bias", "", y, bias),
        p -> {
          memory.desc row =
              new memory.desc(
                  new long[] {1, bias.shape().elements()},
                  Formats.type(bias.type()),
                  format_tag.ab);
          memory.desc rows = Formats.matrix(y);
          memory target = p.on(y, rows);
          p.execute(
              new binary.primitive_desc(
                  Onednn.engine(), dnnl_binary_add, rows, row, rows, Onednn.attributes(), false),
              Map.of(
                  DNNL_ARG_SRC_0, target, DNNL_ARG_SRC_1, p.on(bias, row), DNNL_ARG_DST, target));
        });
  }

  @Override
  public void biasGradient(Tensor gradY, Tensor gradBias) {
    calls.run(
        Call.of("gradient of bias", "", gradY, gradBias),
        p -> {
          memory.desc row =
              new memory.desc(
                  new long[] {1, gradBias.shape().elements()}, data_type.f32, format_tag.ab);
          if (gradY.shape().rows() == 1) {
            // oneDNN refuses a sum over a single row.
            p.copy(p.on(gradY, Formats.matrix(gradY)), p.on(gradBias, row));
            return;
          }
          p.execute(
              new reduction.primitive_desc(
                  Onednn.engine(),
                  algorithm.reduction_sum,
                  Formats.matrix(gradY),
                  row,
                  0,
                  0,
                  Onednn.attributes(),
                  false),
              Map.of(
                  DNNL_ARG_SRC,
                  p.on(gradY, Formats.matrix(gradY)),
                  DNNL_ARG_DST,
                  p.on(gradBias, row)));
        });
  }
}
