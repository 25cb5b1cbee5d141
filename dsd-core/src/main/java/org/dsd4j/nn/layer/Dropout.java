package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Expression;
import org.dsd4j.nn.BackwardPass;
import org.dsd4j.nn.Layer;
import org.dsd4j.nn.Mode;
import org.dsd4j.nn.Pass;
import org.dsd4j.nn.Reads;
import org.dsd4j.nn.SavedSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * Dropout (Srivastava et al. 2014): in training, sets each element to zero with probability {@code
 * rate} and multiplies the others by 1 / (1 − rate); otherwise changes nothing.
 */
public final class Dropout implements Layer {
  private final double rate;

  /** A dropout of this share of elements, in [0, 1). */
  public Dropout(double rate) {
    this.rate = Check.fraction("dropout rate", rate);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.single(inputs);
  }

  @Override
  public List<SavedSpec> saved(List<Shape> batchedInputs) {
    return List.of(new SavedSpec("mask", batchedInputs.get(0)));
  }

  @Override
  public void forward(Pass pass) {
    if (drops(pass)) {
      Tensor mask = pass.saved("mask");
      pass.kernels().elementwise().dropoutMask(rate, pass.randomness().value(), mask);
      multiply(pass, pass.input(), mask, pass.output());
    } else {
      pass.kernels().memory().copy(pass.input(), pass.output());
    }
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX == null) {
      return;
    }
    if (drops(pass)) {
      multiply(pass, pass.outputGradient(), pass.saved("mask"), gradX);
    } else {
      pass.kernels().memory().copy(pass.outputGradient(), gradX);
    }
  }

  private boolean drops(Pass pass) {
    return pass.mode() == Mode.TRAINING && rate > 0;
  }

  private static void multiply(Pass pass, Tensor a, Tensor b, Tensor product) {
    pass.kernels().elementwise().assign(product, Expression.of(a).times(Expression.of(b)));
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public boolean isView(Mode mode, List<Shape> inputs) {
    return mode == Mode.INFERENCE || rate == 0;
  }

  @Override
  public String toString() {
    return "Dropout(" + rate + ")";
  }
}
