package org.dsd4j.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.dsd4j.kernel.onednn.PointedPrimitives.Recipe;

/** Operations on the elements of some rows, in single precision. Results may be operands. */
final class StepOperations {
  private final PointedPrimitives primitives;

  StepOperations(PointedPrimitives primitives) {
    this.primitives = primitives;
  }

  private record Key(String operation, long elements, Squash squash) {}

  /** z = x + y. {@code z} may be {@code x}. */
  void add(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary("sum of steps", dnnl_binary_add, new post_ops(), x, y, z);
  }

  /** z = x − y. {@code z} may be {@code x}. */
  void subtract(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary("difference of steps", dnnl_binary_sub, new post_ops(), x, y, z);
  }

  /** z = x ⊙ y. {@code z} may be {@code x}. */
  void multiply(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary("product of steps", dnnl_binary_mul, new post_ops(), x, y, z);
  }

  /** z = z + x ⊙ y. */
  void multiplyAndAdd(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    post_ops sum = new post_ops();
    sum.append_sum();
    binary("product added to steps", dnnl_binary_mul, sum, x, y, z);
  }

  /** z = tanh(z + x ⊙ y). */
  void multiplyAddAndSquash(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    post_ops squashed = new post_ops();
    squashed.append_sum();
    Squash.TANH.append(squashed);
    binary("product added to steps, tanh", dnnl_binary_mul, squashed, x, y, z);
  }

  private void binary(
      String name, int algorithm, post_ops after, OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    primitives.run(
        new Key(name, z.elements(), Squash.NONE),
        () -> {
          memory.desc flat = flat(z);
          return new Recipe(
              new binary.primitive_desc(
                  Onednn.engine(), algorithm, flat, flat, flat, Onednn.attributes(after), false),
              List.of(
                  Map.entry(DNNL_ARG_SRC_0, flat),
                  Map.entry(DNNL_ARG_SRC_1, flat),
                  Map.entry(DNNL_ARG_DST, flat)));
        },
        x,
        y,
        z);
  }

  /** y = f(x). */
  void squash(Squash f, OnednnTensor x, OnednnTensor y) {
    primitives.run(
        new Key("squashing of steps", y.elements(), f),
        () ->
            new Recipe(
                forward(f, flat(y)),
                List.of(Map.entry(DNNL_ARG_SRC, flat(y)), Map.entry(DNNL_ARG_DST, flat(y)))),
        x,
        y);
  }

  /** gradX = gradY ⊙ f′(x), where y = f(x). {@code gradX} may be {@code gradY}. */
  void squashGradient(Squash f, OnednnTensor y, OnednnTensor gradY, OnednnTensor gradX) {
    primitives.run(
        new Key("squashing of steps, gradient", y.elements(), f),
        () -> {
          memory.desc flat = flat(y);
          return new Recipe(
              new eltwise_backward.primitive_desc(
                  Onednn.engine(),
                  f.backward(),
                  flat,
                  flat,
                  flat,
                  0,
                  f.limit(),
                  forward(f, flat),
                  Onednn.attributes(),
                  false),
              List.of(
                  Map.entry(DNNL_ARG_DST, flat),
                  Map.entry(DNNL_ARG_DIFF_DST, flat),
                  Map.entry(DNNL_ARG_DIFF_SRC, flat)));
        },
        y,
        gradY,
        gradX);
  }

  private static eltwise_forward.primitive_desc forward(Squash f, memory.desc flat) {
    return new eltwise_forward.primitive_desc(
        Onednn.engine(),
        dnnl_forward_training,
        f.forward(),
        flat,
        flat,
        0,
        f.limit(),
        Onednn.attributes(),
        false);
  }

  private static memory.desc flat(OnednnTensor tensor) {
    return new memory.desc(new long[] {tensor.elements()}, data_type.f32, format_tag.a);
  }
}
