package org.dsd4j.nn.spec;

import java.util.Optional;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A named array that a network learns, or a statistic that it gathers, with its gradient and
 * optionally a {@link Mask}. It belongs to its network and is valid until that is closed.
 */
public final class Parameter {
  private final String layer;
  private final String name;
  private final Role role;
  private final int outputAxis;
  private final Kernels kernels;
  private final Tensor value;
  private boolean frozen;
  private @Nullable Tensor gradient;
  private @Nullable Mask mask;
  private @Nullable Tensor maskTensor;

  /**
   * @hidden
   */
  @Internal
  public Parameter(String layer, ParameterSpec spec, Kernels kernels, Tensor value) {
    this.layer = layer;
    this.name = nameOf(layer, spec.name());
    this.role = spec.role();
    this.outputAxis = spec.outputAxis();
    this.kernels = kernels;
    this.value = value;
  }

  /**
   * The full name of a layer's parameter; both names may have dots.
   *
   * @hidden
   */
  @Internal
  public static String nameOf(String layer, String name) {
    return layer + "." + name;
  }

  /** The layer's name, a dot and the name within the layer: {@code conv1.weight}. */
  public String name() {
    return name;
  }

  /** The name of its layer: {@code conv1}. */
  public String layer() {
    return layer;
  }

  /** The role of the parameter in its layer. */
  public Role role() {
    return role;
  }

  /**
   * The axis of its layer's outputs: 0 for weights [out, in, ...], 1 for those of a transposed
   * convolution, [in, out, ...].
   */
  public int outputAxis() {
    return outputAxis;
  }

  /** The extents. */
  public Shape shape() {
    return value.shape();
  }

  /** The value. */
  public Tensor value() {
    return value;
  }

  /**
   * The live array: the network computes with values written into it. Its memory stays valid while
   * the array or a view of it is reachable, even after the network was closed.
   *
   * @throws IllegalStateException if ND4J cannot access the memory of the kernels in use, or the
   *     network was closed
   */
  public INDArray array() {
    return value
        .live()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name
                        + " does not lie in ND4J's memory; read it with value().toArray() and"
                        + " write it with value().set(array)"));
  }

  /** The gradient of the last backward computation; zero before the first. */
  public Tensor gradient() {
    Tensor allocated = gradient;
    if (allocated == null) {
      allocated = kernels.memory().allocate(value.type(), value.shape());
      gradient = allocated;
    }
    return allocated;
  }

  /**
   * Freezes the value from the next step on: no gradient is computed and optimizers do not change
   * it. Masks are still enforced on request.
   */
  public void freeze() {
    frozen = true;
  }

  /** Trains the parameter again. */
  public void unfreeze() {
    frozen = false;
  }

  /** Whether optimizers change it: its role is trainable and it is not frozen. */
  public boolean isTrained() {
    return role.trainable() && !frozen;
  }

  /** The mask, if there is one. */
  public Optional<Mask> mask() {
    return Optional.ofNullable(mask);
  }

  /** The mask as a tensor of zeros and ones, if there is one. */
  public Optional<Tensor> maskTensor() {
    return Optional.ofNullable(maskTensor);
  }

  /**
   * Sets the mask. The weights change at the next step of an optimizer, or when masks are enforced.
   *
   * @throws ShapeException if the mask has another shape
   */
  public void setMask(Mask mask) {
    if (!mask.shape().equals(shape())) {
      throw new ShapeException(
          "mask of " + name, shape(), mask.shape(), "build the mask for this parameter");
    }
    Tensor tensor = maskTensor;
    if (tensor == null) {
      tensor = kernels.memory().allocate(value.type(), value.shape());
      maskTensor = tensor;
    }
    mask.copyTo(tensor);
    this.mask = mask;
  }

  /** Removes the mask, if there is one. The weights do not change. */
  public void dropMask() {
    if (maskTensor != null) {
      kernels.memory().release(maskTensor);
      maskTensor = null;
    }
    mask = null;
  }

  /**
   * The bytes of value and mask.
   *
   * @hidden
   */
  @Internal
  public long valueBytes() {
    long bytes = shape().elements() * value.type().bytes();
    return maskTensor == null ? bytes : 2 * bytes;
  }

  /**
   * The bytes of the gradient, if it was ever requested.
   *
   * @hidden
   */
  @Internal
  public long gradientBytes() {
    return gradient == null ? 0 : shape().elements() * value.type().bytes();
  }

  /** For example {@code conv1.weight [20, 1, 5, 5]}. */
  @Override
  public String toString() {
    return name + " " + shape();
  }
}
