package org.dsd4j.nn.layer.norm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Norms;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Fusing;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of every channel, the last dimension of vectors [C],
 * sequences [T, C], images [H, W, C] and so on: y = (x − mean) / √(variance + ε) · weight + bias.
 *
 * <p>In training, mean and biased variance are the batch's, and the running ones move towards the
 * batch's mean and unbiased variance by {@code momentum}, as in PyTorch; in inference, and where
 * they are held, the running ones are used. A batch with one value per channel has no variance: it
 * moves no statistics, and a warning is logged.
 *
 * <p>Of padded sequences [T, C] or [T, W, C] the statistics are those of all real steps of all
 * sequences of the batch (Amodei et al. 2016). Steps beyond a sequence's length are 0 and get no
 * gradient.
 *
 * <p>Parameters: {@code weight} [C] (ones), {@code bias} [C] (zeros); statistics: {@code
 * running_mean} [C], {@code running_var} [C].
 */
public final class BatchNorm implements Layer {
  private static final double USUAL_EPSILON = 1e-5;
  private static final double USUAL_MOMENTUM = 0.1;
  private static final String ONE_ROW =
      "expected several values for each channel in a training batch, received one, which has no"
          + " variance: its output is the bias, and the running statistics stay as they are; take a"
          + " batch size that leaves no last batch of one sample, or network.holdStatistics(...)";

  private final double epsilon;
  private final double momentum;
  private final double startScale;

  /** A normalisation with ε = 10⁻⁵ and momentum 0.1. */
  public BatchNorm() {
    this(USUAL_EPSILON, USUAL_MOMENTUM, 1);
  }

  private BatchNorm(double epsilon, double momentum, double startScale) {
    this.epsilon = Check.positive("epsilon", epsilon);
    this.momentum = momentum;
    this.startScale = startScale;
    Check.argument(
        momentum > 0 && momentum <= 1,
        "momentum",
        "a share in (0, 1]",
        momentum,
        "pass how far one batch moves the running statistics, such as 0.1");
  }

  /** Adds this to the variance. */
  public BatchNorm epsilon(double epsilon) {
    return new BatchNorm(epsilon, momentum, startScale);
  }

  /** Moves the running statistics by this fraction of the way to a batch's. */
  public BatchNorm momentum(double momentum) {
    return new BatchNorm(epsilon, momentum, startScale);
  }

  /** Starts the weights at zero, so that a residual branch starts with the output 0. */
  public BatchNorm startingAtZero() {
    return new BatchNorm(epsilon, momentum, 0);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.features(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    Shape channels = Shape.of(Inputs.features(inputs).last());
    return List.of(
        new ParameterSpec("weight", channels, Role.NORM_SCALE, Initializer.constant(startScale)),
        new ParameterSpec("bias", channels, Role.NORM_SHIFT, Initializer.constant(0)),
        new ParameterSpec("running_mean", channels, Role.STATISTIC, Initializer.constant(0)),
        new ParameterSpec("running_var", channels, Role.STATISTIC, Initializer.constant(1)));
  }

  @Override
  public List<SavedSpec> saved(List<Shape> batchedInputs, Kernels kernels) {
    Shape channels = Shape.of(batchedInputs.get(0).last());
    return List.of(
        SavedSpec.statistic("mean", channels), SavedSpec.statistic("variance", channels));
  }

  @Override
  public void forward(Pass pass) {
    checkVectors(pass);
    Norms norms = pass.kernels().norms();
    boolean rectified = pass.activation() != null;
    if (pass.holdsStatistics()) {
      norms.batchNormInference(pass.lengths(), byRunning(pass), rectified, pass.output());
    } else {
      norms.batchNorm(pass.lengths(), byBatch(pass), rectified, pass.output());
      moveStatistics(pass);
    }
  }

  /** Refuses [C] as a padded sequence: its elements are channels. */
  private static void checkVectors(Pass pass) {
    Shape shape = pass.input().shape().unbatched();
    if (shape.rank() == 1 && !pass.lengths().isWhole()) {
      throw new ShapeException(
          "input",
          "sequences [T, F] or [T, W, C] where there are lengths",
          shape + " with the lengths " + pass.lengths(),
          "give vectors no lengths");
    }
  }

  /** Moves the running statistics towards those that the forward computation saved. */
  private void moveStatistics(Pass pass) {
    if (pass.isRecomputation()) {
      return;
    }
    long rows = realRows(pass);
    if (rows == 1) {
      pass.warn(ONE_ROW);
      return;
    }
    double unbiased = (double) rows / (rows - 1);
    move(pass, pass.parameter("running_mean"), pass.saved("mean"), 1);
    move(pass, pass.parameter("running_var"), pass.saved("variance"), unbiased);
  }

  /** The number of vectors along the last dimension that are not padding. */
  private static long realRows(Pass pass) {
    Shape shape = pass.input().shape();
    if (pass.lengths().isWhole()) {
      return shape.rows();
    }
    long steps = (long) shape.extent(0) * shape.extent(1);
    long real = pass.lengths().total(shape.extent(0), shape.extent(1));
    return real * (shape.rows() / steps);
  }

  private void move(Pass pass, Tensor running, Tensor batch, double factor) {
    double share = pass.statisticsShare(momentum);
    Expression kept = Expression.of(running).times(1 - share);
    Expression moved = kept.plus(Expression.of(batch).times(share * factor));
    pass.kernels().elementwise().assign(running, moved);
  }

  @Override
  public void backward(BackwardPass pass) {
    Norms norms = pass.kernels().norms();
    Tensor gradY = pass.outputGradient();
    NormGradients gradients =
        new NormGradients(
            pass.inputGradient(), pass.parameterGradient("weight"), pass.parameterGradient("bias"));
    if (pass.holdsStatistics()) {
      norms.batchNormInferenceBackward(pass.lengths(), byRunning(pass), gradY, gradients);
    } else {
      Tensor rectified = pass.activation() == null ? null : pass.output();
      norms.batchNormBackward(pass.lengths(), byBatch(pass), rectified, gradY, gradients);
    }
  }

  private NormOperands byRunning(Pass pass) {
    return operands(pass, pass.parameter("running_mean"), pass.parameter("running_var"));
  }

  private NormOperands byBatch(Pass pass) {
    return operands(pass, pass.saved("mean"), pass.saved("variance"));
  }

  private NormOperands operands(Pass pass, Tensor mean, Tensor variance) {
    return new NormOperands(
        pass.input(), pass.parameter("weight"), pass.parameter("bias"), mean, variance, epsilon);
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  /** The gradients through held statistics are computed without a fused function. */
  @Override
  public Fusing fusing(Activation function, boolean held) {
    if (function.kind() != Activation.Kind.RELU) {
      return Fusing.NONE;
    }
    return held ? Fusing.FORWARD : Fusing.FORWARD_AND_BACKWARD;
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(
        LayerDescription.of(this)
            .with("epsilon", epsilon)
            .with("momentum", momentum)
            .with("startingAtZero", startScale == 0));
  }

  /** Makes the described layer. */
  public static BatchNorm from(LayerDescription description) {
    BatchNorm norm =
        new BatchNorm()
            .epsilon(description.number("epsilon"))
            .momentum(description.number("momentum"));
    return description.flag("startingAtZero") ? norm.startingAtZero() : norm;
  }

  @Override
  public String toString() {
    return Describe.layer(
        "BatchNorm",
        Describe.setting("epsilon", epsilon, USUAL_EPSILON)
            + Describe.setting("momentum", momentum, USUAL_MOMENTUM));
  }
}
