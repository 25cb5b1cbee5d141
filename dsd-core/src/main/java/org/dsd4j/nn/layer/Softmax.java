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
 * Softmax over the last dimension. A network that is trained with a cross-entropy ends in logits
 * instead, as that loss contains the softmax.
 */
public final class Softmax implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.features(inputs);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().elementwise().softmax(pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().elementwise().softmaxBackward(pass.output(), pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.OUTPUT);
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static Softmax from(LayerDescription description) {
    return new Softmax();
  }

  @Override
  public String toString() {
    return "Softmax";
  }
}
