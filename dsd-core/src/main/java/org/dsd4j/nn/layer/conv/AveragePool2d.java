package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Pool;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * The mean of each window: [H, W, C] to [H′, W′, C], sized as by {@link MaxPool2d}. Padding counts
 * as zeros, as in PyTorch, unless {@link #withoutPaddingInMean} is set.
 */
public final class AveragePool2d implements Layer {
  private final Pool settings;
  private final boolean countPadding;

  /** Square windows side by side: the stride equals the kernel. */
  public AveragePool2d(int kernel) {
    this(new Pool(Extent.square(kernel), Extent.square(kernel), Extent.square(0), false), true);
  }

  private AveragePool2d(Pool settings, boolean countPadding) {
    this.settings = settings;
    this.countPadding = countPadding;
  }

  /** Moves the window by this many pixels. */
  public AveragePool2d stride(int stride) {
    Pool s = settings;
    Pool changed = new Pool(s.kernel(), Extent.square(stride), s.padding(), s.ceilMode());
    return new AveragePool2d(changed, countPadding);
  }

  /** Lets the window reach this far beyond every side; at most half of the kernel. */
  public AveragePool2d padding(int padding) {
    Pool s = settings;
    Pool changed = new Pool(s.kernel(), s.stride(), Extent.square(padding), s.ceilMode());
    return new AveragePool2d(changed, countPadding);
  }

  /** Includes a last window that is only partly filled. */
  public AveragePool2d ceilMode() {
    Pool s = settings;
    return new AveragePool2d(new Pool(s.kernel(), s.stride(), s.padding(), true), countPadding);
  }

  /** Divides by the number of pixels in the window that lie in the image. */
  public AveragePool2d withoutPaddingInMean() {
    return new AveragePool2d(settings, false);
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
    pass.kernels().pooling().average(settings, countPadding, pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels()
          .pooling()
          .averageBackward(settings, countPadding, pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(
        Describe.pool(LayerDescription.of(this), settings).with("countPadding", countPadding));
  }

  /** Makes the described layer. */
  public static AveragePool2d from(LayerDescription description) {
    return new AveragePool2d(Describe.pool(description), description.flag("countPadding"));
  }

  @Override
  public String toString() {
    return "AveragePool2d("
        + Describe.pool(settings)
        + (countPadding ? "" : ", padding not counted")
        + ")";
  }
}
