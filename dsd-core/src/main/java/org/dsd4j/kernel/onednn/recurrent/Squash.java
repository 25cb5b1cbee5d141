package org.dsd4j.kernel.onednn.recurrent;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip_v2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip_v2_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;

import org.bytedeco.dnnl.post_ops;
import org.dsd4j.kernel.Activation;

/**
 * An activation function of a recurrent layer whose derivative follows from its value.
 *
 * @param forward oneDNN's constant for the function
 * @param backward the constant for its derivative from the value
 * @param limit the largest value of a clipped ReLU
 */
record Squash(int forward, int backward, float limit) {
  /** The identity. */
  static final Squash NONE = new Squash(0, 0, 0);

  static final Squash SIGMOID =
      new Squash(dnnl_eltwise_logistic, dnnl_eltwise_logistic_use_dst_for_bwd, 0);
  static final Squash TANH = new Squash(dnnl_eltwise_tanh, dnnl_eltwise_tanh_use_dst_for_bwd, 0);

  /** The activation function of a simple recurrent layer. */
  static Squash of(Activation activation) {
    return switch (activation.kind()) {
      case TANH -> TANH;
      case RELU -> new Squash(dnnl_eltwise_relu, dnnl_eltwise_relu_use_dst_for_bwd, 0);
      case HARD_TANH ->
          new Squash(
              dnnl_eltwise_clip_v2,
              dnnl_eltwise_clip_v2_use_dst_for_bwd,
              (float) activation.beta());
      default -> throw new IllegalArgumentException("no recurrent layer has " + activation);
    };
  }

  /** Applies the function to results before they are stored. */
  void append(post_ops postOps) {
    if (!equals(NONE)) {
      postOps.append_eltwise(forward, 0, limit);
    }
  }
}
