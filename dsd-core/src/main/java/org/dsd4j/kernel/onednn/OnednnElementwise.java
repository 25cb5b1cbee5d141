package org.dsd4j.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip_v2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_log;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.onednn.heap.BlockArrays;
import org.dsd4j.kernel.onednn.heap.BlockProgram;
import org.dsd4j.kernel.onednn.heap.DropoutMask;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.primitive.Call;
import org.dsd4j.kernel.onednn.primitive.Calls;
import org.dsd4j.kernel.onednn.primitive.Epilogues;
import org.dsd4j.kernel.onednn.primitive.Formats;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.tensor.Tensor;

/** Elementwise operations: activations by oneDNN, expressions block by block in Java. */
final class OnednnElementwise implements Elementwise {
  private static final int ALONG_ROWS = 1;

  private final Calls calls;
  private final BlockArrays arrays = new BlockArrays();

  OnednnElementwise(Calls calls) {
    this.calls = calls;
  }

  @Override
  public void run(List<Assignment> assignments) {
    new BlockProgram(assignments, arrays).run();
  }

  @Override
  public double sum(Expression expression) {
    return BlockProgram.sum(expression, arrays);
  }

  @Override
  public void add(Tensor a, Tensor b, boolean rectified, Tensor y) {
    calls.run(
        Call.of("addition", rectified, a, b, y),
        p -> {
          memory.desc flat = Formats.flat(a);
          p.execute(
              new binary.primitive_desc(
                  Onednn.engine(),
                  dnnl_binary_add,
                  flat,
                  flat,
                  flat,
                  rectified ? Epilogues.rectifying() : Onednn.attributes(),
                  false),
              Map.of(
                  DNNL_ARG_SRC_0, p.on(a, flat),
                  DNNL_ARG_SRC_1, p.on(b, flat),
                  DNNL_ARG_DST, p.on(y, flat)));
        });
  }

  @Override
  public void activation(Activation f, Tensor x, Tensor y) {
    calls.run(
        Call.of("activation", f, x, y),
        p ->
            p.execute(
                forward(f, x),
                Map.of(
                    DNNL_ARG_SRC, p.on(x, Formats.flat(x)),
                    DNNL_ARG_DST, p.on(y, Formats.flat(y)))));
  }

  private static eltwise_forward.primitive_desc forward(Activation f, Tensor x) {
    return new eltwise_forward.primitive_desc(
        Onednn.engine(),
        dnnl_forward_training,
        algorithm(f),
        Formats.flat(x),
        Formats.flat(x),
        alpha(f),
        (float) f.beta(),
        Onednn.attributes(),
        false);
  }

  private static int algorithm(Activation f) {
    return switch (f.kind()) {
      case RELU, LEAKY_RELU -> dnnl_eltwise_relu;
      case ELU -> dnnl_eltwise_elu;
      case GELU -> dnnl_eltwise_gelu_erf;
      case SIGMOID -> dnnl_eltwise_logistic;
      case TANH -> dnnl_eltwise_tanh;
      case SOFTPLUS -> dnnl_eltwise_soft_relu;
      case SILU -> dnnl_eltwise_swish;
      case HARD_TANH -> dnnl_eltwise_clip_v2;
    };
  }

  private static float alpha(Activation f) {
    return switch (f.kind()) {
      // oneDNN's forms are ln(1 + e^αx) / α and x · σ(αx).
      case SOFTPLUS, SILU -> 1;
      default -> (float) f.alpha();
    };
  }

  @Override
  public void activationBackward(Activation f, Tensor x, Tensor y, Tensor gradY, Tensor gradX) {
    boolean fromOutput = f.needsOnlyOutput();
    Tensor known = fromOutput ? y : x;
    calls.run(
        Call.of("activation, gradient", f, known, gradY, gradX),
        p -> {
          memory.desc flat = Formats.flat(known);
          eltwise_backward.primitive_desc description =
              new eltwise_backward.primitive_desc(
                  Onednn.engine(),
                  fromOutput ? dnnl_eltwise_relu_use_dst_for_bwd : algorithm(f),
                  flat,
                  flat,
                  flat,
                  alpha(f),
                  (float) f.beta(),
                  forward(f, known),
                  Onednn.attributes(),
                  false);
          p.execute(
              description,
              Map.of(
                  fromOutput ? DNNL_ARG_DST : DNNL_ARG_SRC,
                  p.on(known, flat),
                  DNNL_ARG_DIFF_DST,
                  p.on(gradY, flat),
                  DNNL_ARG_DIFF_SRC,
                  p.on(gradX, flat)));
        });
  }

  @Override
  public void softmax(Tensor x, Tensor y) {
    softmax(dnnl_softmax_accurate, x, y);
  }

  @Override
  public void softmaxBackward(Tensor y, Tensor gradY, Tensor gradX) {
    softmaxBackward(dnnl_softmax_accurate, y, gradY, gradX);
  }

  @Override
  public void logSoftmax(Tensor x, Tensor y) {
    softmax(dnnl_softmax_log, x, y);
  }

  @Override
  public void logSoftmaxBackward(Tensor y, Tensor gradY, Tensor gradX) {
    softmaxBackward(dnnl_softmax_log, y, gradY, gradX);
  }

  private void softmax(int algorithm, Tensor x, Tensor y) {
    calls.run(
        Call.of("softmax", algorithm, x, y),
        p ->
            p.execute(
                softmaxForward(algorithm, x),
                Map.of(
                    DNNL_ARG_SRC, p.on(x, Formats.matrix(x)),
                    DNNL_ARG_DST, p.on(y, Formats.matrix(y)))));
  }

  private static softmax_forward.primitive_desc softmaxForward(int algorithm, Tensor x) {
    memory.desc matrix = Formats.matrix(x);
    return new softmax_forward.primitive_desc(
        Onednn.engine(),
        dnnl_forward_training,
        algorithm,
        matrix,
        matrix,
        ALONG_ROWS,
        Onednn.attributes(),
        false);
  }

  private void softmaxBackward(int algorithm, Tensor y, Tensor gradY, Tensor gradX) {
    calls.run(
        Call.of("softmax, gradient", algorithm, y, gradY, gradX),
        p -> {
          memory.desc matrix = Formats.matrix(y);
          p.execute(
              new softmax_backward.primitive_desc(
                  Onednn.engine(),
                  algorithm,
                  matrix,
                  matrix,
                  matrix,
                  ALONG_ROWS,
                  softmaxForward(algorithm, y),
                  Onednn.attributes(),
                  false),
              Map.of(
                  DNNL_ARG_DST, p.on(y, matrix),
                  DNNL_ARG_DIFF_DST, p.on(gradY, matrix),
                  DNNL_ARG_DIFF_SRC, p.on(gradX, matrix)));
        });
  }

  @Override
  public void dropoutMask(double rate, long seed, Tensor mask) {
    DropoutMask.fill(rate, seed, OnednnTensor.of(mask));
  }
}
