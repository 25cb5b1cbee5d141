package org.dsd4j.nn.layer.conv;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * Makes an image of one channel from a matrix, [H, W] to [H, W, 1], for convolutions over the time
 * and frequency of sequences [T, F].
 */
public final class AddChannel implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape matrix = Inputs.single(inputs);
    if (matrix.rank() != 2) {
      throw new ShapeException(
          "input", "a matrix [H, W]", matrix, "leave this layer out before images and vectors");
    }
    return Shape.of(matrix.extent(0), matrix.extent(1), 1);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().memory().copy(pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().memory().copy(pass.outputGradient(), gradX);
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
  public static AddChannel from(LayerDescription description) {
    return new AddChannel();
  }

  @Override
  public String toString() {
    return "AddChannel";
  }
}
