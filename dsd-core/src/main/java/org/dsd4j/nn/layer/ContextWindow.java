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
import org.dsd4j.tensor.Tensor;

/**
 * Each step with those before and after it: y[t] is x[t − before], …, x[t], …, x[t + after] joined,
 * [T, F] to [T, (before + 1 + after) · F]. Steps outside of the sequence are 0.
 */
public final class ContextWindow implements Layer {
  private final int before;
  private final int after;

  /** A window of {@code before} steps before and {@code after} steps after each step. */
  public ContextWindow(int before, int after) {
    this.before = Check.notNegative("steps before", before);
    this.after = Check.notNegative("steps after", after);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape sequence = Inputs.vectors(inputs);
    int window = Math.addExact(Math.addExact(before, 1), after);
    return sequence.withLast(Math.multiplyExact(window, sequence.last()));
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().sequences().window(pass.lengths(), before, pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels()
          .sequences()
          .windowBackward(pass.lengths(), before, pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this).with("before", before).with("after", after));
  }

  /** Makes the described layer. */
  public static ContextWindow from(LayerDescription description) {
    return new ContextWindow(description.integer("before"), description.integer("after"));
  }

  @Override
  public String toString() {
    return "ContextWindow(" + before + ", " + after + ")";
  }
}
