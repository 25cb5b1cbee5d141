package org.dsd4j.nn.layer.norm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.kernel.Normalization.NormGradients;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.Inputs;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Batch normalisation of sequences (Amodei et al. 2016): a {@link BatchNorm} whose statistics are
 * those of all real steps of all sequences of the batch; for each feature of [T, F], for each
 * channel of [T, W, C] over W as well. Steps beyond a sequence's length stay 0 and get no gradient.
 *
 * <p>The running variance moves towards the unbiased one over the real steps; a batch of one real
 * step, which has none, moves nothing. Where no sequence is padded, this is a {@code BatchNorm}.
 *
 * <p>Parameters and statistics are a {@code BatchNorm}'s: {@code weight}, {@code bias}, {@code
 * running_mean}, {@code running_var}, of the last dimension's extent.
 */
public final class SequenceBatchNorm implements Layer {
  private final BatchNorm norm;

  /** A normalisation with ε = 10⁻⁵ and momentum 0.1. */
  public SequenceBatchNorm() {
    this(new BatchNorm());
  }

  private SequenceBatchNorm(BatchNorm norm) {
    this.norm = norm;
  }

  /** Adds this to the variance. */
  public SequenceBatchNorm epsilon(double epsilon) {
    return new SequenceBatchNorm(norm.epsilon(epsilon));
  }

  /** Moves the running statistics by this share of the way to a batch's. */
  public SequenceBatchNorm momentum(double momentum) {
    return new SequenceBatchNorm(norm.momentum(momentum));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape sequence = Inputs.steps(inputs);
    if (sequence.rank() == 1) {
      throw new ShapeException(
          "input", "a sequence [T, F] or [T, W, C]", sequence, "normalise vectors by BatchNorm");
    }
    return sequence;
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return norm.parameters(inputs);
  }

  @Override
  public List<SavedSpec> saved(List<Shape> batchedInputs) {
    return norm.saved(batchedInputs);
  }

  @Override
  public void forward(Pass pass) {
    if (pass.mode() == Mode.INFERENCE) {
      held().forward(pass);
    } else if (pass.lengths().isWhole()) {
      norm.forward(pass);
    } else {
      pass.kernels().sequences().batchNorm(pass.lengths(), norm.operands(pass), pass.output());
      norm.moveStatistics(pass, realRows(pass));
    }
  }

  /** How many vectors along the last dimension belong to real steps. */
  private static long realRows(Pass pass) {
    Shape shape = pass.input().shape();
    long steps = (long) shape.extent(0) * shape.extent(1);
    long real = pass.lengths().total(shape.extent(0), shape.extent(1));
    return real * (shape.rows() / steps);
  }

  private HeldSequenceBatchNorm held() {
    return new HeldSequenceBatchNorm(this, norm.held());
  }

  @Override
  public void backward(BackwardPass pass) {
    if (pass.mode() == Mode.INFERENCE) {
      held().backward(pass);
    } else if (pass.lengths().isWhole()) {
      norm.backward(pass);
    } else {
      NormGradients gradients = BatchNorm.gradients(pass);
      pass.kernels()
          .sequences()
          .batchNormBackward(pass.lengths(), norm.operands(pass), pass.outputGradient(), gradients);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Optional<Layer> holdingStatistics() {
    return Optional.of(held());
  }

  @Override
  public String toString() {
    return Describe.layer("SequenceBatchNorm", norm.settings());
  }
}
