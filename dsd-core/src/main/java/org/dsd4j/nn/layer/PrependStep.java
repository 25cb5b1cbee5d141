package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * Puts one step before a sequence, such as a picture's vector before the words that describe it
 * (Karpathy and Fei-Fei 2015): reads [E] and [T, E], gives [T + 1, E]. Every length grows by one.
 */
public final class PrependStep implements Layer {
  private static final int FIRST = 0;
  private static final int REST = 1;

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(
          "inputs", "a step [E] and a sequence [T, E]", inputs, "name two sources in this order");
    }
    Shape step = inputs.get(FIRST);
    Shape sequence = inputs.get(REST);
    if (step.rank() == 0 || sequence.rank() == 0 || !sequence.unbatched().equals(step)) {
      throw new ShapeException(
          "inputs",
          "a step [E] and a sequence of such steps [T, E]",
          inputs,
          "bring both to one size, by Dense for example");
    }
    return sequence.withFirst(sequence.extent(0) + 1);
  }

  @Override
  public int sequenceInput() {
    return REST;
  }

  @Override
  public int outputLength(int inputLength) {
    return inputLength + 1;
  }

  @Override
  public void forward(Pass pass) {
    pass.kernels()
        .sequences()
        .prepend(pass.lengths(), pass.input(FIRST), pass.input(REST), pass.output());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradFirst = pass.inputGradient(FIRST);
    Tensor gradRest = pass.inputGradient(REST);
    pass.kernels()
        .sequences()
        .prependBackward(pass.lengths(), pass.outputGradient(), gradFirst, gradRest);
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static PrependStep from(LayerDescription description) {
    return new PrependStep();
  }

  @Override
  public String toString() {
    return "PrependStep";
  }
}
