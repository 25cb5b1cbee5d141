package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/** A part of the last dimension: y[..., i] = x[..., from + i], [..., F] to [..., to − from]. */
public final class Slice implements Layer {
  private final int from;
  private final int to;

  /** The elements {@code from} to {@code to} − 1 of each vector. */
  public Slice(int from, int to) {
    this.from = Check.notNegative("start of a slice", from);
    this.to = to;
    Check.argument(from < to, "slice", "an end beyond its start", from + " to " + to, "swap them");
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape whole = Inputs.features(inputs);
    if (to > whole.last()) {
      throw new ShapeException(
          "input",
          "at least " + to + " elements in the last dimension",
          whole,
          "end the slice sooner");
    }
    return whole.withLast(to - from);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().layout().slice(pass.input(), from, pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels().layout().place(pass.outputGradient(), from, gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this).with("from", from).with("to", to));
  }

  /** Makes the described layer. */
  public static Slice from(LayerDescription description) {
    return new Slice(description.integer("from"), description.integer("to"));
  }

  @Override
  public String toString() {
    return "Slice(" + from + ", " + to + ")";
  }
}
