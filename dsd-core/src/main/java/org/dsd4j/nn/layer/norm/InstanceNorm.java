package org.dsd4j.nn.layer.norm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Shape;

/**
 * Instance normalisation (Ulyanov et al. 2016) of images [H, W, C]: each channel of each image is
 * brought to mean 0 and variance 1, then multiplied by its {@code weight} and shifted by its {@code
 * bias}. It equals a {@link GroupNorm} with one group per channel. An image's output does not
 * depend on the others of its batch, in training either.
 *
 * <p>Parameters: {@code weight} [C] (ones), {@code bias} [C] (zeros). In training it keeps four
 * tensors of its input's size.
 */
public final class InstanceNorm implements Layer {
  private static final double USUAL_EPSILON = 1e-5;

  private final NormOverGroups norm;

  /** A normalisation with ε = 10⁻⁵. */
  public InstanceNorm() {
    this(USUAL_EPSILON);
  }

  /** A normalisation that adds {@code epsilon} to the variance. */
  public InstanceNorm(double epsilon) {
    this.norm = new NormOverGroups(Check.positive("epsilon", epsilon));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = Inputs.image(inputs);
    NormOverGroups.check(picture, picture.last());
    return picture;
  }

  @Override
  public boolean needsWholeSequences() {
    return true;
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return NormOverGroups.parameters(Inputs.image(inputs));
  }

  @Override
  public List<SavedSpec> saved(List<Shape> batchedInputs, Kernels kernels) {
    Shape pictures = batchedInputs.get(0);
    return NormOverGroups.saved(pictures, pictures.last());
  }

  @Override
  public void forward(Pass pass) {
    norm.forward(pass);
  }

  @Override
  public void backward(BackwardPass pass) {
    norm.backward(pass);
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this).with("epsilon", norm.epsilon()));
  }

  /** Makes the described layer. */
  public static InstanceNorm from(LayerDescription description) {
    return new InstanceNorm(description.number("epsilon"));
  }

  @Override
  public String toString() {
    return Describe.layer(
        "InstanceNorm", Describe.setting("epsilon", norm.epsilon(), USUAL_EPSILON));
  }
}
