package org.dsd4j.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/** Joins inputs along the last dimension: images of one size by their channels. */
public final class Concat implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException("inputs", "at least two", inputs.size(), "name what to join");
    }
    Shape first = inputs.get(0);
    int total = 0;
    for (Shape shape : inputs) {
      if (shape.rank() != first.rank() || !shape.withLast(1).equals(first.withLast(1))) {
        throw new ShapeException(
            "inputs",
            "shapes that differ in the last dimension only, like " + first,
            shape,
            "bring them to one size before joining them");
      }
      total += shape.last();
    }
    return first.withLast(total);
  }

  @Override
  public void forward(Pass pass) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < pass.inputs(); i++) {
      parts.add(pass.input(i));
    }
    pass.kernels().layout().concat(parts, pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    int from = 0;
    for (int i = 0; i < pass.inputs(); i++) {
      Tensor gradX = pass.inputGradient(i);
      if (gradX != null) {
        pass.kernels().layout().slice(pass.outputGradient(), from, gradX);
      }
      from += pass.input(i).shape().last();
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
  public static Concat from(LayerDescription description) {
    return new Concat();
  }

  @Override
  public String toString() {
    return "Concat";
  }
}
