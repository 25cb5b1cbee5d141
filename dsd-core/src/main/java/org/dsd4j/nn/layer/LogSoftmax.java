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

/** The logarithm of softmax over the last dimension, computed without overflow. */
public final class LogSoftmax implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.features(inputs);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().elementwise().logSoftmax(pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().elementwise().logSoftmaxBackward(pass.output(), pass.outputGradient(), gradX);
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
  public static LogSoftmax from(LayerDescription description) {
    return new LogSoftmax();
  }

  @Override
  public String toString() {
    return "LogSoftmax";
  }
}
