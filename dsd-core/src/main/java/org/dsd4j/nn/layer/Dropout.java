package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * Dropout (Srivastava et al. 2014): in training, sets each element to zero with probability {@code
 * rate} and multiplies the others by 1 / (1 − rate); in inference, changes nothing. Any shape to
 * the same.
 */
public final class Dropout implements Layer {
  private final double rate;
  private final boolean sameForAllSteps;

  /** A dropout of this fraction of elements, in [0, 1). */
  public Dropout(double rate) {
    this(rate, false);
  }

  private Dropout(double rate, boolean sameForAllSteps) {
    this.rate = Check.fraction("dropout rate", rate);
    this.sameForAllSteps = sameForAllSteps;
  }

  /**
   * Variational dropout (Gal and Ghahramani 2016): drops the same elements from all steps of a
   * sequence [T, ...], and different ones for each sequence.
   */
  public Dropout sameForAllSteps() {
    return new Dropout(rate, true);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape shape = Inputs.single(inputs);
    if (sameForAllSteps && shape.rank() < 2) {
      throw new ShapeException(
          "input", "a sequence [T, F]", shape, "leave sameForAllSteps() out for single vectors");
    }
    return shape;
  }

  @Override
  public List<SavedSpec> saved(List<Shape> batchedInputs, Kernels kernels) {
    Shape shape = batchedInputs.get(0);
    Shape mask = sameForAllSteps ? shape.unbatched().unbatched().batched(shape.extent(0)) : shape;
    return List.of(new SavedSpec("mask", mask));
  }

  @Override
  public void forward(Pass pass) {
    if (drops(pass)) {
      Tensor mask = pass.saved("mask");
      pass.kernels().elementwise().dropoutMask(rate, pass.randomness().value(), mask);
      multiply(pass, pass.input(), pass.output());
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
      multiply(pass, pass.outputGradient(), gradX);
    } else {
      pass.kernels().memory().copy(pass.outputGradient(), gradX);
    }
  }

  private boolean drops(Pass pass) {
    return pass.mode() == Mode.TRAINING && rate > 0;
  }

  private void multiply(Pass pass, Tensor values, Tensor product) {
    Tensor mask = pass.saved("mask");
    if (sameForAllSteps) {
      pass.kernels().sequences().scaleSteps(values, mask, product);
    } else {
      Expression masked = Expression.of(values).times(Expression.of(mask));
      pass.kernels().elementwise().assign(product, masked);
    }
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
  public Optional<LayerDescription> description() {
    return Optional.of(
        LayerDescription.of(this).with("rate", rate).with("sameForAllSteps", sameForAllSteps));
  }

  /** Makes the described layer. */
  public static Dropout from(LayerDescription description) {
    return new Dropout(description.number("rate"), description.flag("sameForAllSteps"));
  }

  @Override
  public String toString() {
    return "Dropout(" + Numerals.text(rate) + (sameForAllSteps ? ", same for all steps)" : ")");
  }
}
