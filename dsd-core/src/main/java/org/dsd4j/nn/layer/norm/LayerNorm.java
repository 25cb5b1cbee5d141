package org.dsd4j.nn.layer.norm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Shape;

/**
 * Layer normalisation (Ba et al. 2016) over the last dimension: each vector is brought to mean 0
 * and variance 1, then multiplied by {@code weight} [F] and shifted by {@code bias} [F].
 */
public final class LayerNorm implements Layer {
  private static final double USUAL_EPSILON = 1e-5;

  private final double epsilon;

  /** A normalisation with ε = 10⁻⁵. */
  public LayerNorm() {
    this(USUAL_EPSILON);
  }

  /** A normalisation that adds {@code epsilon} to the variance. */
  public LayerNorm(double epsilon) {
    this.epsilon = Check.positive("epsilon", epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.features(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    Shape features = Shape.of(Inputs.features(inputs).last());
    return List.of(
        new ParameterSpec("weight", features, Role.NORM_SCALE, Initializer.constant(1)),
        new ParameterSpec("bias", features, Role.NORM_SHIFT, Initializer.constant(0)));
  }

  @Override
  public List<SavedSpec> saved(List<Shape> batchedInputs, Kernels kernels) {
    Shape rows = Shape.of(Math.toIntExact(batchedInputs.get(0).rows()));
    return List.of(SavedSpec.statistic("mean", rows), SavedSpec.statistic("variance", rows));
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().norms().layerNorm(operands(pass), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    NormGradients gradients =
        new NormGradients(
            pass.inputGradient(), pass.parameterGradient("weight"), pass.parameterGradient("bias"));
    pass.kernels().norms().layerNormBackward(operands(pass), pass.outputGradient(), gradients);
  }

  private NormOperands operands(Pass pass) {
    return new NormOperands(
        pass.input(),
        pass.parameter("weight"),
        pass.parameter("bias"),
        pass.saved("mean"),
        pass.saved("variance"),
        epsilon);
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this).with("epsilon", epsilon));
  }

  /** Makes the described layer. */
  public static LayerNorm from(LayerDescription description) {
    return new LayerNorm(description.number("epsilon"));
  }

  @Override
  public String toString() {
    return Describe.layer("LayerNorm", Describe.setting("epsilon", epsilon, USUAL_EPSILON));
  }
}
