package org.dsd4j.nn.layer.norm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Norms.LocalResponse;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * Local response normalisation (Krizhevsky et al. 2012): y = x / (k + alpha/size · Σ x²)^beta, the
 * sum over {@code size} neighbouring channels. Alpha is divided by size, as in PyTorch and Caffe.
 */
public final class LocalResponseNorm implements Layer {
  private static final double USUAL_ALPHA = 1e-4;
  private static final double USUAL_BETA = 0.75;
  private static final double USUAL_K = 1;

  private final LocalResponse settings;

  /** A normalisation over {@code size} channels with alpha 10⁻⁴, beta 0.75 and k = 1. */
  public LocalResponseNorm(int size) {
    this(size, USUAL_ALPHA, USUAL_BETA, USUAL_K);
  }

  /** A normalisation over {@code size} channels. */
  public LocalResponseNorm(int size, double alpha, double beta, double k) {
    Check.positive("size", size);
    this.settings =
        new LocalResponse(
            size,
            Check.notNegative("alpha", alpha),
            Check.notNegative("beta", beta),
            Check.positive("k", k));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.image(inputs);
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels().norms().localResponse(settings, pass.input(), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX != null) {
      pass.kernels()
          .norms()
          .localResponseBackward(settings, pass.input(), pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(
        LayerDescription.of(this)
            .with("size", settings.size())
            .with("alpha", settings.alpha())
            .with("beta", settings.beta())
            .with("k", settings.k()));
  }

  /** Makes the described layer. */
  public static LocalResponseNorm from(LayerDescription description) {
    return new LocalResponseNorm(
        description.integer("size"),
        description.number("alpha"),
        description.number("beta"),
        description.number("k"));
  }

  @Override
  public String toString() {
    return "LocalResponseNorm("
        + settings.size()
        + Describe.setting("alpha", settings.alpha(), USUAL_ALPHA)
        + Describe.setting("beta", settings.beta(), USUAL_BETA)
        + Describe.setting("k", settings.k(), USUAL_K)
        + ")";
  }
}
