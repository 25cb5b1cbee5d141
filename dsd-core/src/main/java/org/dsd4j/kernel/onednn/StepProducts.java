package org.dsd4j.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.reorder;
import org.dsd4j.kernel.onednn.PointedPrimitives.Recipe;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Products of some rows with matrices, in single precision. */
final class StepProducts {
  private final PointedPrimitives primitives;
  private final NamedScratch scratch;
  private final Map<Order, memory.desc> choices = new HashMap<>();

  StepProducts(PointedPrimitives primitives, NamedScratch scratch) {
    this.primitives = primitives;
    this.scratch = scratch;
  }

  /**
   * A matrix [K, M] by which rows are multiplied, wherever its elements lie.
   *
   * @param elements its memory
   * @param order how they lie there
   */
  record Factor(OnednnTensor elements, Order order) {}

  /**
   * The order of a matrix's elements.
   *
   * @param height K
   * @param width M
   * @param kind how they lie
   * @param rows for how many rows the product chose the order, where it did
   */
  private record Order(int height, int width, Kind kind, int rows) {}

  private enum Kind {
    BY_ROWS,
    BY_COLUMNS,
    CHOSEN
  }

  private memory.desc format(Order order) {
    long[] extents = {order.height, order.width};
    return switch (order.kind) {
      case BY_ROWS -> new memory.desc(extents, data_type.f32, format_tag.ab);
      case BY_COLUMNS -> new memory.desc(extents, data_type.f32, format_tag.ba);
      case CHOSEN -> choices.computeIfAbsent(order, StepProducts::choose);
    };
  }

  /** What a product takes if it may choose. */
  private static memory.desc choose(Order order) {
    memory.desc any =
        new memory.desc(new long[] {order.height, order.width}, data_type.f32, format_tag.any);
    return new matmul.primitive_desc(
            Onednn.engine(),
            matrix(order.rows, order.height),
            any,
            matrix(order.rows, order.width),
            Onednn.attributes(),
            false)
        .weights_desc();
  }

  private static memory.desc matrix(long rows, long columns) {
    return new memory.desc(new long[] {rows, columns}, data_type.f32, format_tag.ab);
  }

  /** The transpose of a matrix, as it lies. */
  Factor transposed(OnednnTensor matrix) {
    Shape shape = matrix.shape();
    return new Factor(matrix, new Order(shape.last(), shape.extent(0), Kind.BY_COLUMNS, 0));
  }

  /** A matrix, as it lies. */
  Factor plain(OnednnTensor matrix) {
    Shape shape = matrix.shape();
    return new Factor(matrix, new Order(shape.extent(0), shape.last(), Kind.BY_ROWS, 0));
  }

  /**
   * The same matrix as a product with this many rows likes it best, copied to scratch memory of
   * this name if it has to be. Where oneDNN has no order of its own, that is by columns: measured
   * with 32 rows and 512² elements, such products take two thirds of the time.
   */
  Factor arranged(Factor factor, int rows, String name) {
    Order own = factor.order;
    Order choice = new Order(own.height, own.width, Kind.CHOSEN, rows);
    boolean blocked = format(choice).get_inner_nblks() > 0;
    Order order = blocked ? choice : new Order(own.height, own.width, Kind.BY_COLUMNS, 0);
    if (own.equals(order)) {
      return factor;
    }
    int floats = Math.toIntExact(format(order).get_size() / Float.BYTES);
    OnednnTensor copy = scratch.get(name, Shape.of(floats));
    record Rearrangement(Order from, Order to) {}
    primitives.run(
        new Rearrangement(own, order),
        () ->
            new Recipe(
                new reorder.primitive_desc(
                    Onednn.engine(),
                    format(own),
                    Onednn.engine(),
                    format(order),
                    Onednn.attributes(),
                    false),
                List.of(
                    Map.entry(DNNL_ARG_FROM, format(own)), Map.entry(DNNL_ARG_TO, format(order)))),
        factor.elements,
        copy);
    return new Factor(copy, order);
  }

  /** y = x · factor + bias, where there is one. */
  void multiply(OnednnTensor x, Factor factor, @Nullable OnednnTensor bias, OnednnTensor y) {
    record Product(int rows, Order order, boolean bias) {}
    Product key = new Product(rows(x), factor.order, bias != null);
    if (bias == null) {
      primitives.run(key, () -> recipe(x, factor, new post_ops(), y), x, factor.elements, y);
      return;
    }
    primitives.run(
        key,
        () -> {
          memory.desc row = matrix(1, y.shape().last());
          memory.desc from = matrix(rows(x), factor.order.height);
          memory.desc to = matrix(rows(x), factor.order.width);
          memory.desc weights = format(factor.order);
          return new Recipe(
              new matmul.primitive_desc(
                  Onednn.engine(), from, weights, row, to, Onednn.attributes(), false),
              List.of(
                  Map.entry(DNNL_ARG_SRC, from),
                  Map.entry(DNNL_ARG_WEIGHTS, weights),
                  Map.entry(DNNL_ARG_BIAS, row),
                  Map.entry(DNNL_ARG_DST, to)));
        },
        x,
        factor.elements,
        bias,
        y);
  }

  /** y = f(y + x · factor). */
  void multiplyAndAdd(OnednnTensor x, Factor factor, Squash f, OnednnTensor y) {
    record AddedProduct(int rows, Order order, Squash squash) {}
    primitives.run(
        new AddedProduct(rows(x), factor.order, f),
        () -> {
          post_ops after = new post_ops();
          after.append_sum();
          f.append(after);
          return recipe(x, factor, after, y);
        },
        x,
        factor.elements,
        y);
  }

  private Recipe recipe(OnednnTensor x, Factor factor, post_ops after, OnednnTensor y) {
    memory.desc from = matrix(rows(x), factor.order.height);
    memory.desc to = matrix(rows(y), factor.order.width);
    memory.desc weights = format(factor.order);
    return new Recipe(
        new matmul.primitive_desc(
            Onednn.engine(), from, weights, to, Onednn.attributes(after), false),
        List.of(
            Map.entry(DNNL_ARG_SRC, from),
            Map.entry(DNNL_ARG_WEIGHTS, weights),
            Map.entry(DNNL_ARG_DST, to)));
  }

  /** gradWeight = gradYᵀ · x and gradBias = the sum of gradY's rows. */
  void weightGradient(
      OnednnTensor x, OnednnTensor gradY, OnednnTensor gradWeight, OnednnTensor gradBias) {
    record WeightGradient(int rows, int inputs, int outputs) {}
    int inputs = x.shape().last();
    int outputs = gradY.shape().last();
    primitives.run(
        new WeightGradient(rows(x), inputs, outputs),
        () -> {
          memory.desc from = matrix(rows(x), inputs);
          memory.desc to = matrix(rows(x), outputs);
          memory.desc weights = matrix(outputs, inputs);
          memory.desc bias = new memory.desc(new long[] {outputs}, data_type.f32, format_tag.a);
          inner_product_forward.primitive_desc forward =
              new inner_product_forward.primitive_desc(
                  Onednn.engine(),
                  dnnl_forward_training,
                  from,
                  weights,
                  bias,
                  to,
                  Onednn.attributes(),
                  false);
          return new Recipe(
              new inner_product_backward_weights.primitive_desc(
                  Onednn.engine(), from, weights, bias, to, forward, Onednn.attributes(), false),
              List.of(
                  Map.entry(DNNL_ARG_SRC, from),
                  Map.entry(DNNL_ARG_DIFF_DST, to),
                  Map.entry(DNNL_ARG_DIFF_WEIGHTS, weights),
                  Map.entry(DNNL_ARG_DIFF_BIAS, bias)));
        },
        x,
        gradY,
        gradWeight,
        gradBias);
  }

  private static int rows(OnednnTensor matrix) {
    return matrix.shape().extent(0);
  }
}
