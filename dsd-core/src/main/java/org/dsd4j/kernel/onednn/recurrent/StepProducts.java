package org.dsd4j.kernel.onednn.recurrent;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.reorder;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Calls.PrimitiveRecipe;
import org.dsd4j.kernel.onednn.primitive.NativeScratch;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.kernel.onednn.primitive.OpenMp;
import org.dsd4j.kernel.onednn.recurrent.Factor.Order;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Products of rows with matrices, in single precision, as 1×1 convolutions with a pixel for each
 * row: oneDNN's are a fifth faster than its matrix products on processors without AVX-512 and no
 * slower with it.
 */
final class StepProducts {
  private static final long[] NEXT = {1, 1};
  private static final long[] NO_PADDING = {0, 0};

  private final Calls calls;
  private final NativeScratch scratch;
  private final Map<Extents, Order> orders = new HashMap<>();

  StepProducts(Calls calls, NativeScratch scratch) {
    this.calls = calls;
    this.scratch = scratch;
  }

  /** The extents of a product of [rows, height] with [height, width]. */
  private record Extents(int rows, int height, int width) {
    memory.desc from() {
      return pixels(height);
    }

    memory.desc to() {
      return pixels(width);
    }

    long operations() {
      return 2L * rows * height * width;
    }

    private memory.desc pixels(int channels) {
      return new memory.desc(new long[] {1, channels, 1, rows}, data_type.f32, format_tag.nhwc);
    }
  }

  private Order order(Extents extents) {
    Order known = orders.get(extents);
    if (known == null) {
      OpenMp.limit();
      memory.desc chosen =
          OpenMp.get(
              extents.operations(),
              () -> convolution(extents, null, false, new post_ops()).weights_desc());
      known =
          orders.entrySet().stream()
              .filter(e -> e.getKey().height == extents.height && e.getKey().width == extents.width)
              .map(Map.Entry::getValue)
              .filter(order -> order.format().equals(chosen))
              .findFirst()
              .orElseGet(() -> new Order(chosen));
      orders.put(extents, known);
    }
    return known;
  }

  /** A convolution with weights in this order, or in the one that it chooses. */
  private static convolution_forward.primitive_desc convolution(
      Extents extents, @Nullable Order order, boolean bias, post_ops after) {
    long[] shape = {extents.width, extents.height, 1, 1};
    memory.desc weights =
        order == null ? new memory.desc(shape, data_type.f32, format_tag.any) : order.format();
    if (!bias) {
      return new convolution_forward.primitive_desc(
          Onednn.engine(),
          dnnl_forward_training,
          dnnl_convolution_direct,
          extents.from(),
          weights,
          extents.to(),
          NEXT,
          NO_PADDING,
          NO_PADDING,
          Onednn.attributes(after),
          false);
    }
    return new convolution_forward.primitive_desc(
        Onednn.engine(),
        dnnl_forward_training,
        dnnl_convolution_direct,
        extents.from(),
        weights,
        new memory.desc(new long[] {extents.width}, data_type.f32, format_tag.a),
        extents.to(),
        NEXT,
        NO_PADDING,
        NO_PADDING,
        Onednn.attributes(after),
        false);
  }

  private OnednnTensor arranged(Factor factor, Order order) {
    return factor.copies().computeIfAbsent(order, key -> arrange(factor, order));
  }

  private OnednnTensor arrange(Factor factor, Order order) {
    record Arrangement(int height, int width, boolean transposed, Order order) {}
    int floats = Math.toIntExact(order.format().get_size() / Float.BYTES);
    // Numbered within the factor: its copies need memory of their own, which a later factor's
    // reuse.
    String name = factor.name() + " " + factor.copies().size();
    OnednnTensor copy = scratch.get(name, Shape.of(floats));
    reorder(
        new Arrangement(factor.height(), factor.width(), factor.isTransposed(), order),
        factor.lying(),
        factor.elements(),
        order.format(),
        copy);
    return copy;
  }

  private void reorder(
      Object key, memory.desc lying, OnednnTensor from, memory.desc wanted, OnednnTensor to) {
    calls.run(
        StepOperations.operations(from),
        key,
        () ->
            new PrimitiveRecipe(
                new reorder.primitive_desc(
                    Onednn.engine(), lying, Onednn.engine(), wanted, Onednn.attributes(), false),
                List.of(Map.entry(DNNL_ARG_FROM, lying), Map.entry(DNNL_ARG_TO, wanted))),
        from,
        to);
  }

  /** y = x · factor + bias, if there is one. */
  void multiply(OnednnTensor x, Factor factor, @Nullable OnednnTensor bias, OnednnTensor y) {
    record Product(Extents extents, Order order, boolean bias) {}
    Extents extents = extents(x, factor);
    Order order = order(extents);
    OnednnTensor weights = arranged(factor, order);
    OnednnTensor[] operands =
        bias == null
            ? new OnednnTensor[] {x, weights, y}
            : new OnednnTensor[] {x, weights, y, bias};
    calls.run(
        extents.operations(),
        new Product(extents, order, bias != null),
        () -> recipe(extents, order, bias != null, new post_ops()),
        operands);
  }

  /** y = f(y + x · factor). */
  void multiplyAndAdd(OnednnTensor x, Factor factor, Squash f, OnednnTensor y) {
    record AddedProduct(Extents extents, Order order, Squash squash) {}
    Extents extents = extents(x, factor);
    Order order = order(extents);
    calls.run(
        extents.operations(),
        new AddedProduct(extents, order, f),
        () -> {
          post_ops after = new post_ops();
          after.append_sum();
          f.append(after);
          return recipe(extents, order, false, after);
        },
        x,
        arranged(factor, order),
        y);
  }

  private static Extents extents(OnednnTensor x, Factor factor) {
    return new Extents(x.shape().extent(0), factor.height(), factor.width());
  }

  private static PrimitiveRecipe recipe(
      Extents extents, Order order, boolean bias, post_ops after) {
    convolution_forward.primitive_desc description = convolution(extents, order, bias, after);
    Map.Entry<Integer, memory.desc> from = Map.entry(DNNL_ARG_SRC, extents.from());
    Map.Entry<Integer, memory.desc> weights = Map.entry(DNNL_ARG_WEIGHTS, order.format());
    Map.Entry<Integer, memory.desc> to = Map.entry(DNNL_ARG_DST, extents.to());
    return new PrimitiveRecipe(
        description,
        bias
            ? List.of(from, weights, to, Map.entry(DNNL_ARG_BIAS, description.bias_desc()))
            : List.of(from, weights, to));
  }

  /** The transpose of a matrix, in scratch memory of this name. */
  OnednnTensor transposed(OnednnTensor matrix, String name) {
    record Transposition(int rows, int columns) {}
    int rows = matrix.shape().extent(0);
    int columns = matrix.shape().last();
    long[] extents = {rows, columns};
    OnednnTensor result = scratch.get(name, Shape.of(columns, rows));
    reorder(
        new Transposition(rows, columns),
        new memory.desc(extents, data_type.f32, format_tag.ab),
        matrix,
        new memory.desc(extents, data_type.f32, format_tag.ba),
        result);
    return result;
  }

  /** Sums of a matrix's columns: a product with ones, since oneDNN's own sum is far slower. */
  void sumRows(OnednnTensor matrix, OnednnTensor sums) {
    record Sum(int rows, int columns) {}
    int rows = matrix.shape().extent(0);
    int columns = matrix.shape().last();
    OnednnTensor ones = scratch.get("ones", Shape.of(1, rows));
    float[] values = new float[rows];
    java.util.Arrays.fill(values, 1);
    ones.set(values);
    calls.run(
        StepOperations.operations(matrix),
        new Sum(rows, columns),
        () -> {
          memory.desc row = matrix(1, rows);
          memory.desc all = matrix(rows, columns);
          memory.desc result = matrix(1, columns);
          return new PrimitiveRecipe(
              new matmul.primitive_desc(
                  Onednn.engine(), row, all, result, Onednn.attributes(), false),
              List.of(
                  Map.entry(DNNL_ARG_SRC, row),
                  Map.entry(DNNL_ARG_WEIGHTS, all),
                  Map.entry(DNNL_ARG_DST, result)));
        },
        ones,
        matrix,
        sums);
  }

  private static memory.desc matrix(long rows, long columns) {
    return new memory.desc(new long[] {rows, columns}, data_type.f32, format_tag.ab);
  }
}
