package org.dsd4j.evaluate;

import org.dsd4j.data.Batch;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;

/**
 * Computations on batches.
 *
 * @hidden
 */
@Internal
public final class Passes {
  private Passes() {}

  /** A computation whose input is set. */
  public static NetworkPass begin(Network network, Mode mode, Batch batch) {
    Values features = batch.features();
    return network
        .begin(mode, features.shape())
        .setLengths(batch.lengths())
        .setInput(0, features.shape(), features.array());
  }
}
