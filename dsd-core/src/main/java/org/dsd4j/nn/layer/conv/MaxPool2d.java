package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Pool;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * The largest value of each window: [H, W, C] to [H′, W′, C] with H′ = ⌊(H + 2·padding − kernel) /
 * stride⌋ + 1, rounded up instead in ceil mode. Padding is never the largest.
 */
public final class MaxPool2d implements Layer {
  private final Pool settings;

  /** Square windows side by side: the stride equals the kernel. */
  public MaxPool2d(int kernel) {
    this(new Pool(Extent.square(kernel), Extent.square(kernel), Extent.square(0), false));
  }

  private MaxPool2d(Pool settings) {
    this.settings = settings;
  }

  /** Moves the window by this many pixels. */
  public MaxPool2d stride(int stride) {
    Pool s = settings;
    return new MaxPool2d(new Pool(s.kernel(), Extent.square(stride), s.padding(), s.ceilMode()));
  }

  /** Lets the window reach this far beyond every side; at most half of the kernel. */
  public MaxPool2d padding(int padding) {
    Pool s = settings;
    return new MaxPool2d(new Pool(s.kernel(), s.stride(), Extent.square(padding), s.ceilMode()));
  }

  /** Includes a last window that is only partly filled. */
  public MaxPool2d ceilMode() {
    Pool s = settings;
    return new MaxPool2d(new Pool(s.kernel(), s.stride(), s.padding(), true));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = Inputs.image(inputs);
    Extent size = settings.outputSize(Inputs.extent(image));
    return Inputs.sized(size, image.last(), image, settings.kernel());
  }

  @Override
  public int outputLength(int inputLength) {
    return settings.outputSize(Extent.square(inputLength)).height();
  }

  @Override
  public void forward(Pass pass) {
    forward(pass, settings);
  }

  /** The largest values of windows; NaN for a window with a NaN if NaN is to be kept. */
  static void forward(Pass pass, Pool settings) {
    Tensor x = pass.input();
    Tensor y = pass.output();
    Kernels kernels = pass.kernels();
    kernels.pooling().max(settings, x, y);
    if (pass.keepsNaN()) {
      Tensor marks = kernels.memory().allocate(x.type(), x.shape());
      Tensor pooled = kernels.memory().allocate(y.type(), y.shape());
      kernels.elementwise().assign(marks, Elementwise.nanOrZero(x));
      kernels.pooling().average(settings, false, marks, pooled);
      kernels.elementwise().keepNaN(pooled, y);
      kernels.memory().release(marks);
      kernels.memory().release(pooled);
    }
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels()
          .pooling()
          .maxBackward(settings, pass.input(), pass.output(), pass.outputGradient(), gradX);
    }
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(Describe.pool(LayerDescription.of(this), settings));
  }

  /** Makes the described layer. */
  public static MaxPool2d from(LayerDescription description) {
    return new MaxPool2d(Describe.pool(description));
  }

  @Override
  public String toString() {
    return "MaxPool2d(" + Describe.pool(settings) + ")";
  }
}
