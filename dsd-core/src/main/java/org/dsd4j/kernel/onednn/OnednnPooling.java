package org.dsd4j.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_include_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Interpolation;
import org.dsd4j.kernel.Pool;
import org.dsd4j.kernel.Pooling;
import org.dsd4j.kernel.onednn.primitive.AxisProducts;
import org.dsd4j.kernel.onednn.primitive.Call;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Formats;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.kernel.onednn.primitive.Preparation;
import org.dsd4j.kernel.support.AxisMap;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** Pooling by oneDNN; resampling as products with small matrices. */
final class OnednnPooling implements Pooling {
  private final Calls calls;
  private final AxisProducts maps;

  OnednnPooling(Calls calls) {
    this.calls = calls;
    this.maps = new AxisProducts(calls);
  }

  private record Settings(Pool pool, int algorithm) {}

  @Override
  public void max(Pool settings, Tensor x, Tensor y) {
    calls.run(
        Call.of("max pooling", settings, x, y),
        p -> {
          pooling_forward.primitive_desc description =
              forward(new Settings(settings, dnnl_pooling_max), x, y);
          Map<Integer, memory> arguments = new HashMap<>();
          arguments.put(DNNL_ARG_SRC, p.on(x, Formats.image(x)));
          arguments.put(DNNL_ARG_DST, p.on(y, Formats.image(y)));
          arguments.put(
              DNNL_ARG_WORKSPACE,
              calls.workspace(maxima(settings, y), description.workspace_desc()));
          p.execute(description, arguments);
        });
  }

  /** The owner of the workspace for the places of the largest values. */
  private static Call maxima(Pool settings, Tensor y) {
    return Call.of("places of maxima", settings, y);
  }

  @Override
  public void maxBackward(Pool settings, Tensor x, Tensor y, Tensor gradY, Tensor gradX) {
    calls.run(
        Call.of("max pooling, gradient", settings, y, gradY, gradX),
        p -> {
          Map<Integer, memory> arguments = new HashMap<>();
          arguments.put(DNNL_ARG_DIFF_DST, p.on(gradY, Formats.image(gradY)));
          arguments.put(DNNL_ARG_DIFF_SRC, p.on(gradX, Formats.image(gradX)));
          arguments.put(DNNL_ARG_WORKSPACE, calls.workspace(maxima(settings, y)));
          p.execute(backward(new Settings(settings, dnnl_pooling_max), gradX, gradY), arguments);
        });
  }

  @Override
  public void average(Pool settings, boolean countPadding, Tensor x, Tensor y) {
    calls.run(
        Call.of("average pooling", new Settings(settings, algorithm(countPadding)), x, y),
        p -> {
          memory source = p.on(x, Formats.image(x));
          memory target = p.on(y, Formats.image(y));
          p.execute(
              forward(new Settings(settings, algorithm(countPadding)), x, y),
              Map.of(DNNL_ARG_SRC, source, DNNL_ARG_DST, target));
          if (needsCorrection(settings, countPadding, x, y)) {
            correct(p, settings, x, target, target);
          }
        });
  }

  @Override
  public void averageBackward(Pool settings, boolean countPadding, Tensor gradY, Tensor gradX) {
    calls.run(
        Call.of(
            "average pooling, gradient",
            new Settings(settings, algorithm(countPadding)),
            gradY,
            gradX),
        p -> {
          memory source = p.on(gradY, Formats.image(gradY));
          if (needsCorrection(settings, countPadding, gradX, gradY)) {
            memory corrected = p.temporary(Formats.image(gradY));
            correct(p, settings, gradX, source, corrected);
            source = corrected;
          }
          p.execute(
              backward(new Settings(settings, algorithm(countPadding)), gradX, gradY),
              Map.of(
                  DNNL_ARG_DIFF_DST, source, DNNL_ARG_DIFF_SRC, p.on(gradX, Formats.image(gradX))));
        });
  }

  private static int algorithm(boolean countPadding) {
    return countPadding ? dnnl_pooling_avg_include_padding : dnnl_pooling_avg_exclude_padding;
  }

  /** oneDNN also counts elements that ceil mode adds beyond the padding. */
  private static boolean needsCorrection(Pool settings, boolean countPadding, Tensor x, Tensor y) {
    long[] right = paddingAfter(settings, x, y);
    return countPadding
        && (right[0] > settings.padding().height() || right[1] > settings.padding().width());
  }

  private static void correct(Preparation p, Pool settings, Tensor x, memory from, memory to) {
    memory.desc image = to.get_desc();
    long[] extents = new long[4];
    image.get_dims().get(extents);
    Extent out = new Extent((int) extents[2], (int) extents[3]);
    memory.desc plane =
        new memory.desc(
            new long[] {1, 1, out.height(), out.width()}, data_type.f32, format_tag.nhwc);
    memory factors = p.constant(plane, settings.areaOverCounted(true, extent(x.shape()), out));
    p.execute(
        new binary.primitive_desc(
            Onednn.engine(), dnnl_binary_mul, image, plane, image, Onednn.attributes(), false),
        Map.of(DNNL_ARG_SRC_0, from, DNNL_ARG_SRC_1, factors, DNNL_ARG_DST, to));
  }

  private static Extent extent(Shape images) {
    return new Extent(images.extent(1), images.extent(2));
  }

  private static pooling_forward.primitive_desc forward(Settings s, Tensor x, Tensor y) {
    Pool pool = s.pool;
    return new pooling_forward.primitive_desc(
        Onednn.engine(),
        dnnl_forward_training,
        s.algorithm,
        Formats.image(x),
        Formats.image(y),
        longs(pool.stride()),
        longs(pool.kernel()),
        new long[] {0, 0},
        longs(pool.padding()),
        paddingAfter(pool, x, y),
        Onednn.attributes(),
        false);
  }

  private static pooling_backward.primitive_desc backward(Settings s, Tensor gradX, Tensor gradY) {
    Pool pool = s.pool;
    return new pooling_backward.primitive_desc(
        Onednn.engine(),
        s.algorithm,
        Formats.image(gradX),
        Formats.image(gradY),
        longs(pool.stride()),
        longs(pool.kernel()),
        new long[] {0, 0},
        longs(pool.padding()),
        paddingAfter(pool, gradX, gradY),
        forward(s, gradX, gradY),
        Onednn.attributes(),
        false);
  }

  private static long[] longs(Extent extent) {
    return new long[] {extent.height(), extent.width()};
  }

  /** The extent of the last window beyond the image. */
  private static long[] paddingAfter(Pool p, Tensor x, Tensor y) {
    Extent in = extent(x.shape());
    Extent out = extent(y.shape());
    int down =
        (out.height() - 1) * p.stride().height()
            + p.kernel().height()
            - in.height()
            - p.padding().height();
    int across =
        (out.width() - 1) * p.stride().width()
            + p.kernel().width()
            - in.width()
            - p.padding().width();
    return new long[] {Math.max(0, down), Math.max(0, across)};
  }

  @Override
  public void adaptiveAverage(Tensor x, Tensor y) {
    if (divides(x, y)) {
      average(sideBySide(x, y), true, x, y);
    } else {
      maps.apply(AxisMap.ADAPTIVE_AVERAGE, x, y);
    }
  }

  @Override
  public void adaptiveAverageBackward(Tensor gradY, Tensor gradX) {
    if (divides(gradX, gradY)) {
      averageBackward(sideBySide(gradX, gradY), true, gradY, gradX);
    } else {
      maps.applyTransposed(AxisMap.ADAPTIVE_AVERAGE, gradY, gradX);
    }
  }

  private static boolean divides(Tensor x, Tensor y) {
    Extent in = extent(x.shape());
    Extent out = extent(y.shape());
    return in.height() % out.height() == 0 && in.width() % out.width() == 0;
  }

  private static Pool sideBySide(Tensor x, Tensor y) {
    Extent in = extent(x.shape());
    Extent out = extent(y.shape());
    Extent window = new Extent(in.height() / out.height(), in.width() / out.width());
    return new Pool(window, window, Extent.square(0), false);
  }

  @Override
  public void resample(Interpolation interpolation, Tensor x, Tensor y) {
    maps.apply(AxisMap.of(interpolation), x, y);
  }

  @Override
  public void resampleBackward(Interpolation interpolation, Tensor gradY, Tensor gradX) {
    maps.applyTransposed(AxisMap.of(interpolation), gradY, gradX);
  }
}
