package org.dsd4j.nn.layer.norm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.kernel.Normalization.NormGradients;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;

/**
 * A {@link SequenceBatchNorm} that normalises by the running statistics as they are, in training
 * too, where they are constants: each channel of a real step is scaled and shifted.
 */
final class HeldSequenceBatchNorm implements Layer {
  private final SequenceBatchNorm norm;
  private final HeldBatchNorm whole;

  /**
   * A normalisation of sequences.
   *
   * @param whole the same where nothing is padded
   */
  HeldSequenceBatchNorm(SequenceBatchNorm norm, HeldBatchNorm whole) {
    this.norm = norm;
    this.whole = whole;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return norm.outputShape(inputs);
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return norm.parameters(inputs);
  }

  @Override
  public void forward(Pass pass) {
    if (pass.lengths().isWhole()) {
      whole.forward(pass);
    } else {
      pass.kernels()
          .sequences()
          .batchNormInference(pass.lengths(), whole.operands(pass), pass.output());
    }
  }

  @Override
  public void backward(BackwardPass pass) {
    if (pass.lengths().isWhole()) {
      whole.backward(pass);
    } else {
      NormGradients gradients = BatchNorm.gradients(pass);
      pass.kernels()
          .sequences()
          .batchNormInferenceBackward(
              pass.lengths(), whole.operands(pass), pass.outputGradient(), gradients);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Optional<Layer> holdingStatistics() {
    return Optional.of(this);
  }

  @Override
  public String toString() {
    return norm + ", statistics held";
  }
}
