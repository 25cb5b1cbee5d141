package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_pow;

import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.dsd4j.kernel.Norms.LocalResponse;
import org.dsd4j.tensor.Tensor;

/**
 * Local response normalisation over any number of channels: the sum over a window is a product with
 * a band matrix. For settings that oneDNN's primitive does not support, such as windows that are
 * not centred, or computes wrongly.
 */
public final class BandLocalResponses {
  private final Calls calls;

  public BandLocalResponses(Calls calls) {
    this.calls = calls;
  }

  public void forward(LocalResponse s, Tensor x, Tensor y) {
    calls.run(
        Call.of("local response by bands", s, x, y),
        p -> {
          memory in = p.on(x, Formats.matrix(x));
          memory power = sums(p, s, in, -s.beta());
          binary(p, dnnl_binary_mul, in, power, p.on(y, Formats.matrix(y)), new post_ops());
        });
  }

  public void backward(LocalResponse s, Tensor x, Tensor gradY, Tensor gradX) {
    // With u = k + α/size·Σx²: gradX = gradY·u^−β − 2βα/size · x · Σ′(gradY·x·u^(−β−1)), where Σ′
    // sums over those channels whose windows this one is in.
    calls.run(
        Call.of("local response by bands, gradient", s, x, gradY, gradX),
        p -> {
          memory.desc format = Formats.matrix(x);
          memory in = p.on(x, format);
          memory gradient = p.on(gradY, format);
          memory inner = sums(p, s, in, -s.beta() - 1);
          binary(p, dnnl_binary_mul, inner, in, inner, new post_ops());
          binary(p, dnnl_binary_mul, inner, gradient, inner, new post_ops());
          memory outer = p.temporary(format);
          product(p, inner, band(p, s, x.shape().last(), true), outer, new post_ops());
          post_ops scaled = new post_ops();
          double factor = -2 * s.beta() * s.alpha() / s.size();
          scaled.append_eltwise(dnnl_eltwise_linear, (float) factor, 0);
          binary(p, dnnl_binary_mul, outer, in, outer, scaled);
          memory direct = sums(p, s, in, -s.beta());
          binary(p, dnnl_binary_mul, direct, gradient, direct, new post_ops());
          binary(p, dnnl_binary_add, direct, outer, p.on(gradX, format), new post_ops());
        });
  }

  /** (k + α/size · the sum of squares)^exponent. */
  private static memory sums(Preparation p, LocalResponse s, memory x, double exponent) {
    memory.desc format = x.get_desc();
    memory squares = p.temporary(format);
    binary(p, dnnl_binary_mul, x, x, squares, new post_ops());
    post_ops power = new post_ops();
    power.append_eltwise(dnnl_eltwise_linear, (float) (s.alpha() / s.size()), (float) s.k());
    power.append_eltwise(dnnl_eltwise_pow, 1, (float) exponent);
    memory result = p.temporary(format);
    long[] extents = new long[2];
    format.get_dims().get(extents);
    product(p, squares, band(p, s, (int) extents[1], false), result, power);
    return result;
  }

  /** Element (j, c) is 1 where channel j belongs to the window of channel c; or the transpose. */
  private static memory band(Preparation p, LocalResponse s, int channels, boolean transposed) {
    double[][] band = new double[channels][channels];
    for (int c = 0; c < channels; c++) {
      int first = c - s.size() / 2;
      for (int j = Math.max(0, first); j < Math.min(channels, first + s.size()); j++) {
        band[transposed ? c : j][transposed ? j : c] = 1;
      }
    }
    long[] extents = {channels, channels};
    return p.constant(new memory.desc(extents, data_type.f32, format_tag.ab), band);
  }

  private static void product(
      Preparation p, memory rows, memory band, memory result, post_ops postOps) {
    long[] extents = new long[2];
    band.get_desc().get_dims().get(extents);
    memory.desc typed = new memory.desc(extents, rows.get_desc().get_data_type(), format_tag.ab);
    p.execute(
        new matmul.primitive_desc(
            Onednn.engine(),
            rows.get_desc(),
            typed,
            result.get_desc(),
            Onednn.attributes(postOps),
            false),
        Map.of(DNNL_ARG_SRC, rows, DNNL_ARG_WEIGHTS, p.input(band, typed), DNNL_ARG_DST, result));
  }

  private static void binary(
      Preparation p, int algorithm, memory a, memory b, memory result, post_ops postOps) {
    p.execute(
        new binary.primitive_desc(
            Onednn.engine(),
            algorithm,
            a.get_desc(),
            b.get_desc(),
            result.get_desc(),
            Onednn.attributes(postOps),
            false),
        Map.of(DNNL_ARG_SRC_0, a, DNNL_ARG_SRC_1, b, DNNL_ARG_DST, result));
  }
}
