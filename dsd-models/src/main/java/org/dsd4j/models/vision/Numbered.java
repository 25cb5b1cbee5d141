package org.dsd4j.models.vision;

import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.spec.Layer;

/**
 * Adds layers named by their position, as in PyTorch's Sequential: features.0, features.1 and so
 * on.
 */
final class Numbered {
  private final NetworkBuilder net;
  private final String prefix;
  private int next;

  Numbered(NetworkBuilder net, String prefix) {
    this.net = net;
    this.prefix = prefix;
  }

  Numbered add(Layer layer) {
    net.add(takeName(), layer);
    return this;
  }

  /** Adds a dropout; with rate 0 it uses a number but adds no layer. */
  Numbered dropout(double rate) {
    String name = takeName();
    if (rate > 0) {
      net.add(name, new Dropout(rate));
    }
    return this;
  }

  /** The name of the next position, for a block of several layers. */
  String takeName() {
    return prefix + "." + next++;
  }
}
