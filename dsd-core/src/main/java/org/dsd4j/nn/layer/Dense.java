package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Activation;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Fusing;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: y = x · weightᵀ + bias on the last dimension, [..., in] to [..., out].
 *
 * <p>Parameters: {@code weight} [out, in], {@code bias} [out].
 */
public final class Dense implements Layer {
  private final int units;
  private final boolean bias;
  private final Initializer initializer;
  private final @Nullable Initializer biasInitializer;

  /** A layer of {@code units} outputs with bias and PyTorch's initial values. */
  public Dense(int units) {
    this(units, true, Initializer.lecunUniform(), null);
  }

  private Dense(
      int units, boolean bias, Initializer initializer, @Nullable Initializer biasInitializer) {
    this.units = Check.positive("units", units);
    this.bias = bias;
    this.initializer = initializer;
    this.biasInitializer = biasInitializer;
  }

  /** This layer without bias. */
  public Dense withoutBias() {
    return new Dense(units, false, initializer, null);
  }

  /** This layer with another initializer of the weights. */
  public Dense initializer(Initializer initializer) {
    return new Dense(units, bias, initializer, biasInitializer);
  }

  /**
   * This layer with another initializer of the bias; uniform in ±1/√in, as in PyTorch, by default.
   */
  public Dense biasInitializer(Initializer initializer) {
    return new Dense(units, true, this.initializer, initializer);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.features(inputs).withLast(units);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    int in = Inputs.features(inputs).last();
    return WeightAndBias.declare(
        new ParameterSpec("weight", Shape.of(units, in), Role.DENSE_WEIGHT, initializer),
        bias,
        units,
        biasInitializer == null ? WeightAndBias.usual(in) : biasInitializer);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return Inputs.features(inputs).elements() * units;
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels()
        .products()
        .linear(
            pass.input(),
            pass.parameter("weight"),
            WeightAndBias.epilogue(pass, bias),
            pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    pass.kernels()
        .products()
        .linearBackward(
            pass.input(),
            pass.parameter("weight"),
            pass.outputGradient(),
            WeightAndBias.gradients(pass, bias));
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Fusing fusing(Activation function, boolean held) {
    return WeightAndBias.fusing(function);
  }

  @Override
  public Optional<LayerDescription> description() {
    LayerDescription description =
        LayerDescription.of(this)
            .with("units", units)
            .with("bias", bias)
            .with("initializer", initializer);
    return Optional.of(
        biasInitializer == null
            ? description
            : description.with("biasInitializer", biasInitializer));
  }

  /** Makes the described layer. */
  public static Dense from(LayerDescription description) {
    Dense dense = new Dense(description.integer("units"));
    if (description.has("biasInitializer")) {
      dense = dense.biasInitializer(description.initializer("biasInitializer"));
    }
    dense = description.flag("bias") ? dense : dense.withoutBias();
    return dense.initializer(description.initializer("initializer", dense.initializer));
  }

  @Override
  public String toString() {
    return "Dense(" + units + (bias ? "" : ", no bias") + ")";
  }
}
