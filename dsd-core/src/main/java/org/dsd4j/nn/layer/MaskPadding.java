package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * Sets the steps beyond each sequence's length to 0, values and gradients alike; [T, ...] to the
 * same. It belongs before layers that mix steps, such as convolutions over time, and after layers
 * that turn 0 into something else, such as those with a bias.
 */
public final class MaskPadding implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.steps(inputs);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().sequences().mask(pass.lengths(), pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().sequences().mask(pass.lengths(), pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static MaskPadding from(LayerDescription description) {
    return new MaskPadding();
  }

  @Override
  public String toString() {
    return "MaskPadding";
  }
}
