package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;

/**
 * Row, or lookahead, convolution (Amodei et al. 2016), which lets a network that reads sequences in
 * one direction see a few steps ahead: y[t, f] = Σⱼ weight[f, j] · x[t + j, f], j from 0 to
 * futureSteps, where x is 0 beyond the sequence's length; [T, F] to [T, F].
 *
 * <p>Parameter: {@code weight} [F, futureSteps + 1], which is not pruned by default.
 */
public final class RowConvolution implements Layer {
  private final int futureSteps;
  private final Initializer initializer;

  /**
   * A convolution of each step with this many after it; the weights start as PyTorch's convolutions
   * do.
   */
  public RowConvolution(int futureSteps) {
    this(futureSteps, Initializer.lecunUniform());
  }

  private RowConvolution(int futureSteps, Initializer initializer) {
    this.futureSteps = Check.notNegative("future steps", futureSteps);
    this.initializer = initializer;
  }

  /** This layer with another initializer of the weights. */
  public RowConvolution initializer(Initializer initializer) {
    return new RowConvolution(futureSteps, initializer);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.vectors(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    Shape shape = Shape.of(Inputs.vectors(inputs).last(), futureSteps + 1);
    return List.of(new ParameterSpec("weight", shape, Role.LOOKAHEAD_WEIGHT, initializer));
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return Inputs.vectors(inputs).elements() * (futureSteps + 1);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels()
        .sequences()
        .rowConvolution(pass.lengths(), pass.input(), pass.parameter("weight"), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    ProductGradients gradients =
        new ProductGradients(pass.inputGradient(), pass.parameterGradient("weight"), null);
    pass.kernels()
        .sequences()
        .rowConvolutionBackward(
            pass.lengths(),
            pass.input(),
            pass.parameter("weight"),
            pass.outputGradient(),
            gradients);
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(
        LayerDescription.of(this)
            .with("futureSteps", futureSteps)
            .with("initializer", initializer));
  }

  /** Makes the described layer. */
  public static RowConvolution from(LayerDescription description) {
    RowConvolution usual = new RowConvolution(description.integer("futureSteps"));
    return usual.initializer(description.initializer("initializer", usual.initializer));
  }

  @Override
  public String toString() {
    return "RowConvolution(" + futureSteps + ")";
  }
}
