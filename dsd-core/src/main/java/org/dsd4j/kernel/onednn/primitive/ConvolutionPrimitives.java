package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.primitive_attr;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The three computations of one convolution. Images stay in [N,H,W,C]; weights are in [O,I,kH,kW]
 * and are copied into the primitive's own layout, which costs little and leaves them readable.
 */
public final class ConvolutionPrimitives {
  private final Tensor x;
  private final Tensor weight;
  private final Tensor y;
  private final int groups;
  private final long[] strides;
  private final long[] dilations;
  private final long[] padding;
  private final memory.desc anyWeights;

  /** A convolution from x to y; in a backward computation, x, weight or y may be its gradient. */
  public ConvolutionPrimitives(Convolution settings, Tensor x, Tensor weight, Tensor y) {
    this.x = x;
    this.weight = weight;
    this.y = y;
    this.groups = settings.groups();
    this.strides = longs(settings.stride());
    this.dilations =
        new long[] {
          gap(settings.kernel().height(), settings.dilation().height()),
          gap(settings.kernel().width(), settings.dilation().width())
        };
    this.padding = longs(settings.padding());
    this.anyWeights = Formats.anyFilters(weight, groups, Formats.type(x.type()));
  }

  private static long[] longs(Extent extent) {
    return new long[] {extent.height(), extent.width()};
  }

  /**
   * oneDNN's dilation: the number of elements between neighbouring weights. A single weight has no
   * neighbour, and oneDNN 3.8 crashes in some padded convolutions if its dilation is not 0.
   */
  private static long gap(int kernel, int dilation) {
    return kernel == 1 ? 0 : dilation - 1L;
  }

  private convolution_forward.primitive_desc forward(
      memory.@Nullable desc bias, primitive_attr attributes) {
    return bias == null
        ? new convolution_forward.primitive_desc(
            Onednn.engine(),
            dnnl_forward_training,
            dnnl_convolution_direct,
            Formats.image(x),
            anyWeights,
            Formats.image(y),
            strides,
            dilations,
            padding,
            padding,
            attributes,
            false)
        : new convolution_forward.primitive_desc(
            Onednn.engine(),
            dnnl_forward_training,
            dnnl_convolution_direct,
            Formats.image(x),
            anyWeights,
            bias,
            Formats.image(y),
            strides,
            dilations,
            padding,
            padding,
            attributes,
            false);
  }

  public void forward(Preparation p, Epilogue epilogue) {
    Tensor bias = epilogue.bias();
    convolution_forward.primitive_desc description =
        forward(bias == null ? null : Formats.vector(bias), Epilogues.attributes(epilogue));
    Map<Integer, memory> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, p.on(x, Formats.image(x)));
    memory plain = p.on(weight, Formats.filters(weight, groups));
    arguments.put(DNNL_ARG_WEIGHTS, p.input(plain, description.weights_desc()));
    if (bias != null) {
      arguments.put(DNNL_ARG_BIAS, p.on(bias, Formats.vector(bias)));
    }
    arguments.put(DNNL_ARG_DST, p.on(y, Formats.image(y)));
    p.execute(description, arguments);
  }

  public void inputGradient(Preparation p) {
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            Onednn.engine(),
            dnnl_convolution_direct,
            Formats.image(x),
            anyWeights,
            Formats.image(y),
            strides,
            dilations,
            padding,
            padding,
            forward(null, Onednn.attributes()),
            Onednn.attributes(),
            false);
    memory plain = p.on(weight, Formats.filters(weight, groups));
    p.execute(
        description,
        Map.of(
            DNNL_ARG_DIFF_DST, p.on(y, Formats.image(y)),
            DNNL_ARG_WEIGHTS, p.input(plain, description.weights_desc()),
            DNNL_ARG_DIFF_SRC, p.on(x, Formats.image(x))));
  }

  public void weightGradient(Preparation p, @Nullable Tensor gradBias) {
    memory.desc bias = gradBias == null ? null : Formats.vector(gradBias);
    convolution_backward_weights.primitive_desc description = weightGradient(bias);
    memory target = p.on(weight, Formats.filters(weight, groups));
    memory written = p.output(target, description.diff_weights_desc());
    Map<Integer, memory> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, p.on(x, Formats.image(x)));
    arguments.put(DNNL_ARG_DIFF_DST, p.on(y, Formats.image(y)));
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, written);
    if (gradBias != null) {
      arguments.put(DNNL_ARG_DIFF_BIAS, p.on(gradBias, Formats.vector(gradBias)));
    }
    p.execute(description, arguments);
    p.deliver(written, target);
  }

  private convolution_backward_weights.primitive_desc weightGradient(memory.@Nullable desc bias) {
    convolution_forward.primitive_desc hint = forward(bias, Onednn.attributes());
    memory.desc wide = Formats.anyFilters(weight, groups, data_type.f32);
    return bias == null
        ? new convolution_backward_weights.primitive_desc(
            Onednn.engine(),
            dnnl_convolution_direct,
            Formats.image(x),
            wide,
            Formats.image(y),
            strides,
            dilations,
            padding,
            padding,
            hint,
            Onednn.attributes(),
            false)
        : new convolution_backward_weights.primitive_desc(
            Onednn.engine(),
            dnnl_convolution_direct,
            Formats.image(x),
            wide,
            bias,
            Formats.image(y),
            strides,
            dilations,
            padding,
            padding,
            hint,
            Onednn.attributes(),
            false);
  }
}
