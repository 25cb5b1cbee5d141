package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.kernel.Extent;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * The mean over windows chosen so that any image becomes one of a given size: [H, W, C] to [height,
 * width, C]. Output i covers inputs ⌊i·H/height⌋ to ⌈(i+1)·H/height⌉ − 1, as in PyTorch.
 */
public final class AdaptiveAveragePool2d implements Layer {
  private final Extent size;

  /** A pooling to {@code size}×{@code size}; 1 takes the mean of the whole image. */
  public AdaptiveAveragePool2d(int size) {
    this(size, size);
  }

  /** A pooling to {@code height}×{@code width}. */
  public AdaptiveAveragePool2d(int height, int width) {
    this.size = new Extent(height, width).checkPositive("output size");
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(size.height(), size.width(), Inputs.image(inputs).last());
  }

  @Override
  public boolean endsSequences() {
    return true;
  }

  @Override
  public boolean needsWholeSequences() {
    return true;
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().pooling().adaptiveAverage(pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().pooling().adaptiveAverageBackward(pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(
        LayerDescription.of(this).with("size", List.of(size.height(), size.width())));
  }

  /** Makes the described layer. */
  public static AdaptiveAveragePool2d from(LayerDescription description) {
    List<Integer> size = description.integers("size", 2);
    return new AdaptiveAveragePool2d(size.get(0), size.get(1));
  }

  @Override
  public String toString() {
    return "AdaptiveAveragePool2d(" + size + ")";
  }
}
