package org.dsd4j.kernel.onednn.recurrent;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Calls.PrimitiveRecipe;
import org.dsd4j.kernel.onednn.primitive.Onednn;

/** Elementwise operations on rows, in single precision. Results may be operands. */
final class StepOperations {
  private static final long OPERATIONS_PER_ELEMENT = 16;

  private final Calls calls;

  StepOperations(Calls calls) {
    this.calls = calls;
  }

  private record Key(String operation, long elements, Squash squash) {}

  /** The cost of reading and writing a tensor, as a number of operations of a matrix product. */
  static long operations(OnednnTensor tensor) {
    return OPERATIONS_PER_ELEMENT * tensor.elements();
  }

  /** z = x ⊙ y. {@code z} may be {@code x}. */
  void multiply(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary("x ⊙ y", dnnl_binary_mul, after -> {}, x, y, z);
  }

  /** z = z + x ⊙ y. */
  void multiplyAndAdd(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary("z + x ⊙ y", dnnl_binary_mul, post_ops::append_sum, x, y, z);
  }

  /** z = tanh(z + x ⊙ y). */
  void multiplyAddAndSquash(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary(
        "tanh(z + x ⊙ y)",
        dnnl_binary_mul,
        after -> {
          after.append_sum();
          Squash.TANH.append(after);
        },
        x,
        y,
        z);
  }

  /** z = x − y. {@code z} may be {@code x}. */
  void subtract(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary("x − y", dnnl_binary_sub, after -> {}, x, y, z);
  }

  /** z = y − x ⊙ y. */
  void multiplyByRest(OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary(
        "y − x ⊙ y",
        dnnl_binary_mul,
        after -> {
          after.append_eltwise(dnnl_eltwise_linear, -1, 0);
          after.append_binary(dnnl_binary_add, flat(z));
        },
        x,
        y,
        z,
        y);
  }

  /** z = w ⊙ x + (1 − w) ⊙ y, that is (x − y) ⊙ w + y. */
  void blend(OnednnTensor w, OnednnTensor x, OnednnTensor y, OnednnTensor z) {
    binary(
        "(x − y) ⊙ w + y",
        dnnl_binary_sub,
        after -> {
          after.append_binary(dnnl_binary_mul, flat(z));
          after.append_binary(dnnl_binary_add, flat(z));
        },
        x,
        y,
        z,
        w,
        y);
  }

  /** z = f′ ⊙ a ⊙ b, with the derivative of a sigmoid or hyperbolic tangent of value {@code y}. */
  void gateGradient(Squash f, OnednnTensor y, OnednnTensor a, OnednnTensor b, OnednnTensor z) {
    gateGradient("f′ ⊙ a ⊙ b", f, y, a, b, after -> {}, z);
  }

  /** z = z + f′ ⊙ a ⊙ b, likewise. */
  void addGateGradient(Squash f, OnednnTensor y, OnednnTensor a, OnednnTensor b, OnednnTensor z) {
    gateGradient("z + f′ ⊙ a ⊙ b", f, y, a, b, post_ops::append_sum, z);
  }

  private void gateGradient(
      String name,
      Squash f,
      OnednnTensor y,
      OnednnTensor a,
      OnednnTensor b,
      Consumer<post_ops> last,
      OnednnTensor z) {
    // σ′ = y − y² and tanh′ = 1 − y².
    boolean sigmoid = f.equals(Squash.SIGMOID);
    binary(
        (sigmoid ? "σ, " : "tanh, ") + name,
        dnnl_binary_mul,
        after -> {
          after.append_eltwise(dnnl_eltwise_linear, -1, sigmoid ? 0 : 1);
          if (sigmoid) {
            after.append_binary(dnnl_binary_add, flat(z));
          }
          after.append_binary(dnnl_binary_mul, flat(z));
          after.append_binary(dnnl_binary_mul, flat(z));
          last.accept(after);
        },
        sigmoid ? new OnednnTensor[] {y, y, z, y, a, b} : new OnednnTensor[] {y, y, z, a, b});
  }

  /**
   * An operation on two operands, then others on its result.
   *
   * @param operands the two, the result and the operands of the others, in their order
   */
  private void binary(
      String name, int algorithm, Consumer<post_ops> others, OnednnTensor... operands) {
    OnednnTensor z = operands[2];
    calls.run(
        operations(z),
        new Key(name, z.elements(), Squash.NONE),
        () -> {
          memory.desc flat = flat(z);
          post_ops after = new post_ops();
          others.accept(after);
          List<Map.Entry<Integer, memory.desc>> formats = new ArrayList<>();
          formats.add(Map.entry(DNNL_ARG_SRC_0, flat));
          formats.add(Map.entry(DNNL_ARG_SRC_1, flat));
          formats.add(Map.entry(DNNL_ARG_DST, flat));
          for (int i = 0; i < after.len(); i++) {
            if (after.kind(i).intern() == primitive.kind.binary) {
              int argument = (i + 1) * DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1;
              formats.add(Map.entry(argument, flat));
            }
          }
          return new PrimitiveRecipe(
              new binary.primitive_desc(
                  Onednn.engine(), algorithm, flat, flat, flat, Onednn.attributes(after), false),
              formats);
        },
        operands);
  }

  /** y = f(x). */
  void squash(Squash f, OnednnTensor x, OnednnTensor y) {
    calls.run(
        operations(y),
        new Key("squashing of steps", y.elements(), f),
        () ->
            new PrimitiveRecipe(
                forward(f, flat(y)),
                List.of(Map.entry(DNNL_ARG_SRC, flat(y)), Map.entry(DNNL_ARG_DST, flat(y)))),
        x,
        y);
  }

  /** gradX = gradY ⊙ f′(x), where y = f(x). {@code gradX} may be {@code gradY}. */
  void squashGradient(Squash f, OnednnTensor y, OnednnTensor gradY, OnednnTensor gradX) {
    calls.run(
        operations(y),
        new Key("squashing of steps, gradient", y.elements(), f),
        () -> {
          memory.desc flat = flat(y);
          return new PrimitiveRecipe(
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
