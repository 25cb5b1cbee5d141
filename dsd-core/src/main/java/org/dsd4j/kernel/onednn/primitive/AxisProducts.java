package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Map;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.dsd4j.kernel.support.AxisMap;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** Linear maps of images [N,H,W,C] along height and width, as products with two matrices. */
public final class AxisProducts {
  private final Calls calls;

  public AxisProducts(Calls calls) {
    this.calls = calls;
  }

  /** y = the map of x to y's height and width. */
  public void apply(AxisMap map, Tensor x, Tensor y) {
    calls.run(
        Call.of("map of axes", map, x, y),
        p -> {
          Shape in = x.shape();
          Shape out = y.shape();
          apply(
              p,
              map.matrix(in.extent(1), out.extent(1)),
              map.matrix(in.extent(2), out.extent(2)),
              x,
              y);
        });
  }

  /** gradX = the transposed map of gradY. */
  public void applyTransposed(AxisMap map, Tensor gradY, Tensor gradX) {
    calls.run(
        Call.of("map of axes, transposed", map, gradY, gradX),
        p -> {
          Shape in = gradX.shape();
          Shape out = gradY.shape();
          apply(
              p,
              transposed(map.matrix(in.extent(1), out.extent(1))),
              transposed(map.matrix(in.extent(2), out.extent(2))),
              gradY,
              gradX);
        });
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < result.length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  private static void apply(
      Preparation p, double[][] rows, double[][] columns, Tensor x, Tensor y) {
    Shape in = x.shape();
    long n = in.extent(0);
    long channels = in.last();
    long rowLength = in.extent(2) * channels;
    memory.desc tall = format(x, n, in.extent(1), rowLength);
    memory.desc between = format(x, n, rows.length, rowLength);
    memory half = p.temporary(between);
    product(p, rows, p.on(x, tall), half);
    memory.desc wide = format(x, n * rows.length, in.extent(2), channels);
    memory.desc result = format(y, n * rows.length, columns.length, channels);
    product(p, columns, p.seenAs(half, wide), p.on(y, result));
  }

  /** to[b] = matrix · from[b] for every b. */
  private static void product(Preparation p, double[][] matrix, memory from, memory to) {
    memory.desc small =
        new memory.desc(
            new long[] {1, matrix.length, matrix[0].length}, data_type.f32, format_tag.abc);
    memory.desc typed =
        new memory.desc(
            new long[] {1, matrix.length, matrix[0].length},
            from.get_desc().get_data_type(),
            format_tag.abc);
    memory factors = p.input(p.constant(small, matrix), typed);
    p.execute(
        new matmul.primitive_desc(
            Onednn.engine(), typed, from.get_desc(), to.get_desc(), Onednn.attributes(), false),
        Map.of(DNNL_ARG_SRC, factors, DNNL_ARG_WEIGHTS, from, DNNL_ARG_DST, to));
  }

  private static memory.desc format(Tensor tensor, long batch, long rows, long columns) {
    return new memory.desc(
        new long[] {batch, rows, columns}, Formats.type(tensor.type()), format_tag.abc);
  }
}
