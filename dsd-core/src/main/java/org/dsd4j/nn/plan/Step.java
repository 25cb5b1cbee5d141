package org.dsd4j.nn.plan;

import org.dsd4j.internal.Internal;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;

/**
 * A layer's turn in a plan.
 *
 * @param node the node, or one whose layer has taken over what followed it
 * @param output the name of the node whose output it computes: the last one that was taken over
 * @hidden
 */
@Internal
public record Step(Node node, String output) {
  Layer layer() {
    return node.layer();
  }

  /** Whether its output lies in its input's memory, so that there is nothing to do. */
  boolean isView(Mode mode) {
    return layer().isView(mode, node.inputShapes());
  }

  /** Whether its output's gradient is, as it is, that of each input. */
  boolean passesGradientOn(Mode mode) {
    return layer().passesGradientOn() || isView(mode);
  }
}
