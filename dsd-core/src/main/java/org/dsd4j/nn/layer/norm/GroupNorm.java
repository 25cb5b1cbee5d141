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
import org.dsd4j.tensor.ShapeException;

/**
 * Group normalisation (Wu and He 2018) of images [H, W, C]: the channels are cut into groups of
 * neighbours, and each group of each image is brought to mean 0 and variance 1; then each channel
 * is multiplied by its {@code weight} and shifted by its {@code bias}. An image's output does not
 * depend on the others of its batch, in training either.
 *
 * <p>Parameters: {@code weight} [C] (ones), {@code bias} [C] (zeros). In training it keeps four
 * tensors of its input's size.
 */
public final class GroupNorm implements Layer {
  private static final double USUAL_EPSILON = 1e-5;

  private final int groups;
  private final NormOverGroups norm;

  /** A normalisation of this many groups, with ε = 10⁻⁵. */
  public GroupNorm(int groups) {
    this(groups, USUAL_EPSILON);
  }

  private GroupNorm(int groups, double epsilon) {
    this.groups = Check.positive("groups", groups);
    this.norm = new NormOverGroups(Check.positive("epsilon", epsilon));
  }

  /** Adds this to the variance. */
  public GroupNorm epsilon(double epsilon) {
    return new GroupNorm(groups, epsilon);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape picture = Inputs.image(inputs);
    if (picture.last() % groups != 0) {
      throw new ShapeException(
          "groups",
          "a divisor of the input's " + picture.last() + " channels",
          groups,
          "choose a number of groups that divides them");
    }
    NormOverGroups.check(picture, groups);
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
    return NormOverGroups.saved(pictures, groups);
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
    return Optional.of(
        LayerDescription.of(this).with("groups", groups).with("epsilon", norm.epsilon()));
  }

  /** Makes the described layer. */
  public static GroupNorm from(LayerDescription description) {
    return new GroupNorm(description.integer("groups"), description.number("epsilon"));
  }

  @Override
  public String toString() {
    return "GroupNorm(" + groups + Describe.setting("epsilon", norm.epsilon(), USUAL_EPSILON) + ")";
  }
}
