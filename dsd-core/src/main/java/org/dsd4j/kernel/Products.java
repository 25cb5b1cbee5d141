package org.dsd4j.kernel;

import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Matrix products and convolutions. Rows of a tensor are its vectors along the last dimension. */
public interface Products {
  /**
   * y = f(x · weightᵀ) on every row, f being the epilogue: x [..., in], weight [out, in], y [...,
   * out].
   */
  void linear(Tensor x, Tensor weight, Epilogue epilogue, Tensor y);

  /**
   * The gradients of {@link #linear}; those that are null in {@code gradients} are not computed.
   */
  void linearBackward(Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients);

  /**
   * A convolution with zero padding, then the epilogue: x [N,H,W,I], weight [O, I/groups, kH, kW],
   * y [N,H′,W′,O].
   */
  void convolution(Convolution settings, Tensor x, Tensor weight, Epilogue epilogue, Tensor y);

  /**
   * The gradients of {@link #convolution}; those that are null in {@code gradients} are not
   * computed.
   */
  void convolutionBackward(
      Convolution settings, Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients);

  /**
   * The gradient of {@link #convolution} with respect to x alone, which is also the forward
   * computation of a transposed convolution: gradY [N,H′,W′,O] to gradX [N,H,W,I].
   */
  void convolutionInputGradient(Convolution settings, Tensor gradY, Tensor weight, Tensor gradX);

  /** Adds {@code bias} to every row of {@code y}. */
  void addBias(Tensor y, Tensor bias);

  /** gradBias = the sum of gradY's rows. */
  void biasGradient(Tensor gradY, Tensor gradBias);

  /**
   * Operations fused to a product, which cost nothing extra on kernels that support fusion.
   *
   * @param bias the bias to add to every row, [out]; null for none
   * @param rectified whether negative results become 0, after the bias was added
   */
  record Epilogue(@Nullable Tensor bias, boolean rectified) {
    /** No operation. */
    public static final Epilogue NONE = new Epilogue(null, false);

    /** Adds a bias [out], if it is not null. */
    public static Epilogue bias(@Nullable Tensor bias) {
      return new Epilogue(bias, false);
    }
  }

  /**
   * The tensors for the gradients of a product; null for gradients that are not requested.
   *
   * @param x the input's
   * @param weight the weights'
   * @param bias the bias's
   */
  record ProductGradients(@Nullable Tensor x, @Nullable Tensor weight, @Nullable Tensor bias) {}
}
