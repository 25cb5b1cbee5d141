package org.dsd4j.nn.layer.norm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.kernel.Normalization.NormOperands;
import org.dsd4j.nn.layer.Describe;
import org.dsd4j.nn.layer.FusedRelu;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;

/**
 * A {@link BatchNorm} that normalises by the running statistics as they are, in training too, where
 * they are constants: each channel is scaled and shifted.
 */
final class HeldBatchNorm implements Layer {
  private final BatchNorm norm;
  private final double epsilon;
  private final boolean rectified;

  HeldBatchNorm(BatchNorm norm, double epsilon, boolean rectified) {
    this.norm = norm;
    this.epsilon = epsilon;
    this.rectified = rectified;
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
    BatchNorm.checkVectors(pass);
    pass.kernels()
        .normalization()
        .batchNormInference(pass.lengths(), operands(pass), rectified, pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    if (rectified) {
      FusedRelu.backward(pass);
    }
    pass.kernels()
        .normalization()
        .batchNormInferenceBackward(
            pass.lengths(), operands(pass), pass.outputGradient(), BatchNorm.gradients(pass));
  }

  NormOperands operands(Pass pass) {
    return new NormOperands(
        pass.input(),
        pass.parameter("weight"),
        pass.parameter("bias"),
        pass.parameter("running_mean"),
        pass.parameter("running_var"),
        epsilon);
  }

  @Override
  public Set<Reads> backwardReads() {
    return rectified ? Set.of(Reads.INPUTS, Reads.OUTPUT) : Set.of(Reads.INPUTS);
  }

  @Override
  public boolean overwritesOutputGradient() {
    return rectified;
  }

  @Override
  public Optional<Layer> followedBy(Layer next) {
    return !rectified && FusedRelu.is(next)
        ? Optional.of(new HeldBatchNorm(norm, epsilon, true))
        : Optional.empty();
  }

  @Override
  public Optional<Layer> holdingStatistics() {
    return Optional.of(this);
  }

  @Override
  public String toString() {
    return Describe.layer("BatchNorm", norm.settings())
        + ", statistics held"
        + (rectified ? " + relu" : "");
  }
}
