package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Interpolation;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** Makes images larger by a whole factor: [H, W, C] to [factor·H, factor·W, C]. */
public final class Upsample2d implements Layer {
  private final int factor;
  private final Interpolation interpolation;

  private Upsample2d(int factor, Interpolation interpolation) {
    this.factor = Check.positive("factor", factor);
    this.interpolation = interpolation;
  }

  /** Repeats each pixel. */
  public static Upsample2d nearest(int factor) {
    return new Upsample2d(factor, Interpolation.NEAREST);
  }

  /**
   * Interpolates linearly between the nearest pixels; pixel centres lie at halves (PyTorch's
   * align_corners=False).
   */
  public static Upsample2d bilinear(int factor) {
    return new Upsample2d(factor, Interpolation.BILINEAR);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape image = Inputs.image(inputs);
    return Shape.of(image.extent(0) * factor, image.extent(1) * factor, image.last());
  }

  @Override
  public int outputLength(int inputLength) {
    return inputLength * factor;
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().pooling().resample(interpolation, pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().pooling().resampleBackward(interpolation, pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(
        LayerDescription.of(this)
            .with("factor", factor)
            .with("interpolation", LayerDescription.text(interpolation)));
  }

  /** Makes the described layer. */
  public static Upsample2d from(LayerDescription description) {
    return new Upsample2d(
        description.integer("factor"), description.constant("interpolation", Interpolation.class));
  }

  @Override
  public String toString() {
    return "Upsample2d(" + factor + ", " + interpolation.name().toLowerCase(Locale.ROOT) + ")";
  }
}
