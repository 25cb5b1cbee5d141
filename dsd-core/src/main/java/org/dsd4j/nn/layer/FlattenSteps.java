package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Makes a vector of each step, [T, W, C] to [T, W · C], for example between convolutions over time
 * and frequency and recurrent layers. The channels of one frequency stay together.
 */
public final class FlattenSteps implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape shape = Inputs.single(inputs);
    if (shape.rank() < 2) {
      throw new ShapeException(
          "input", "a sequence [T, W, C]", shape, "leave this layer out before single vectors");
    }
    int steps = shape.extent(0);
    return Shape.of(steps, Math.toIntExact(shape.elements() / steps));
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().memory().copy(pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    if (pass.inputGradient() != null) {
      pass.kernels().memory().copy(pass.outputGradient(), pass.inputGradient());
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public boolean isView(Mode mode, List<Shape> inputs) {
    return true;
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static FlattenSteps from(LayerDescription description) {
    return new FlattenSteps();
  }

  @Override
  public String toString() {
    return "FlattenSteps";
  }
}
