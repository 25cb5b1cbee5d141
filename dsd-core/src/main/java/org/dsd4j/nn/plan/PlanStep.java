package org.dsd4j.nn.plan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Activation;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Fusing;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer in a plan, maybe with the activation function after it. The part of that function which
 * the layer does not compute itself ({@link Layer#fusing}) is done here, in place.
 *
 * @param node the node
 * @param activation the node of the activation function that it ends with, if any
 * @param mode the network's mode
 * @hidden
 */
@Internal
public record PlanStep(Node node, @Nullable Node activation, Mode mode) {
  /** A step of one node. */
  public static PlanStep of(Node node, Mode mode) {
    return new PlanStep(node, null, mode);
  }

  /**
   * This step with the activation function of the next node, the only reader of its output, if that
   * can be fused.
   */
  public Optional<PlanStep> endingWith(Node next) {
    Optional<Activation> function = next.layer().activation();
    if (activation != null || function.isEmpty() || !function.get().needsOnlyOutput()) {
      return Optional.empty();
    }
    boolean kept =
        layer().fusing(function.get(), holdsStatistics()) == Fusing.FORWARD_AND_BACKWARD
            || !layer().backwardReads().contains(Reads.OUTPUT);
    return kept && !isView() ? Optional.of(new PlanStep(node, next, mode)) : Optional.empty();
  }

  Layer layer() {
    return node.layer();
  }

  /** The name of the node whose output it computes. */
  public String output() {
    return activation == null ? node.name() : activation.name();
  }

  /** The function that it ends with. */
  public @Nullable Activation function() {
    return activation == null ? null : activation.layer().activation().orElseThrow();
  }

  /** Whether the layer's statistics are held. */
  public boolean holdsStatistics() {
    return node.held() || mode == Mode.INFERENCE;
  }

  private Fusing fusing() {
    Activation function = function();
    return function == null
        ? Fusing.FORWARD_AND_BACKWARD
        : layer().fusing(function, holdsStatistics());
  }

  /** Whether its output may lie in its input's memory without any computation. */
  boolean isView() {
    return activation == null && layer().isView(mode, node.inputShapes());
  }

  /** Whether the gradient of its output, as backward leaves it, is that of each input. */
  boolean passesGradientOn() {
    return layer().passesGradientOn() || isView();
  }

  /** Whether {@link #backward} overwrites the output's gradient. */
  public boolean overwritesOutputGradient() {
    return fusing() != Fusing.FORWARD_AND_BACKWARD;
  }

  /**
   * The values of the forward computation that {@link #backward} reads in addition to saved
   * tensors.
   */
  public Set<Reads> backwardReads() {
    Set<Reads> reads = EnumSet.noneOf(Reads.class);
    reads.addAll(layer().backwardReads());
    if (activation != null) {
      reads.add(Reads.OUTPUT);
    }
    return reads;
  }

  /** Computes the output. */
  public void forward(Pass pass) {
    layer().forward(pass);
    Activation function = function();
    if (function != null && fusing() == Fusing.NONE) {
      pass.kernels().elementwise().activation(function, pass.output(), pass.output());
    }
  }

  /** Computes the requested gradients. */
  public void backward(BackwardPass pass) {
    Activation function = function();
    if (function != null && overwritesOutputGradient()) {
      Tensor y = pass.output();
      Tensor gradY = pass.outputGradient();
      pass.kernels().elementwise().activationBackward(function, y, y, gradY, gradY);
    }
    layer().backward(pass);
  }

  /** The layer and its fused activation, in a few words. */
  @Override
  public String toString() {
    return node.description() + (activation == null ? "" : " + " + activation.layer());
  }
}
