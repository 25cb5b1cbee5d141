package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Expression;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Fusing;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/** The sum of two or more inputs of one shape, as at the end of a residual block. */
public final class Add implements Layer {

  /** A sum of all its inputs. */
  public Add() {}

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException("inputs", "at least two", inputs.size(), "name what to add up");
    }
    for (Shape shape : inputs) {
      if (!shape.equals(inputs.get(0))) {
        throw new ShapeException(
            "inputs",
            "the same shape from all, " + inputs.get(0),
            shape,
            "bring them to one shape, by a 1×1 convolution for example");
      }
    }
    return inputs.get(0);
  }

  @Override
  public void forward(Pass pass) {
    Activation function = pass.activation();
    if (pass.inputs() == 2) {
      boolean rectified = function != null;
      pass.kernels().elementwise().add(pass.input(0), pass.input(1), rectified, pass.output());
      return;
    }
    Expression sum = Expression.of(pass.input());
    for (int i = 1; i < pass.inputs(); i++) {
      sum = sum.plus(Expression.of(pass.input(i)));
    }
    pass.kernels().elementwise().assign(pass.output(), sum);
    if (function != null) {
      pass.kernels().elementwise().activation(function, pass.output(), pass.output());
    }
  }

  @Override
  public void backward(BackwardPass pass) {
    for (int i = 0; i < pass.inputs(); i++) {
      Tensor gradX = pass.inputGradient(i);
      if (gradX != null) {
        pass.kernels().memory().copy(pass.outputGradient(), gradX);
      }
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public boolean passesGradientOn() {
    return true;
  }

  @Override
  public Fusing fusing(Activation function, boolean held) {
    return function.kind() == Activation.Kind.RELU ? Fusing.FORWARD : Fusing.NONE;
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static Add from(LayerDescription description) {
    return new Add();
  }

  @Override
  public String toString() {
    return "Add";
  }
}
