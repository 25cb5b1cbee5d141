package org.dsd4j.nn.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * Makes one vector of the input. An image [H, W, C] is ordered channel by channel, as PyTorch's [C,
 * H, W], so that weights of the next layer may come from there; any other shape keeps its order.
 * Sequences must all have the full length, since each step has its place in the vector.
 */
public final class Flatten implements Layer {
  private static final int RANK_OF_IMAGES = 4;

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.of(Math.toIntExact(Inputs.single(inputs).elements()));
  }

  @Override
  public boolean endsSequences() {
    return true;
  }

  @Override
  public boolean needsWholeSequences() {
    return true;
  }

  @Override
  public void forward(Pass pass) {
    if (pass.input().shape().rank() == RANK_OF_IMAGES) {
      pass.kernels().layout().channelsFirst(pass.input(), pass.output());
    } else {
      pass.kernels().memory().copy(pass.input(), pass.output());
    }
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradX = pass.inputGradient();
    if (gradX == null) {
      return;
    }
    if (gradX.shape().rank() == RANK_OF_IMAGES) {
      pass.kernels().layout().channelsLast(pass.outputGradient(), gradX);
    } else {
      pass.kernels().memory().copy(pass.outputGradient(), gradX);
    }
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of();
  }

  @Override
  public boolean isView(Mode mode, List<Shape> inputs) {
    Shape input = inputs.get(0);
    // One pixel has nothing to reorder.
    return input.rank() != RANK_OF_IMAGES - 1 || input.elements() == input.last();
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(LayerDescription.of(this));
  }

  /** Makes the described layer. */
  public static Flatten from(LayerDescription description) {
    return new Flatten();
  }

  @Override
  public String toString() {
    return "Flatten";
  }
}
