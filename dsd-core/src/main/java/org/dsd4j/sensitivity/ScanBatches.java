package org.dsd4j.sensitivity;

import org.dsd4j.data.load.BatchSize;
import org.dsd4j.nn.Network;

/** How many samples a scan computes together. */
final class ScanBatches {
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST = 256;

  private ScanBatches() {}

  /** As large as memory allows, and batches of about the same size. */
  static BatchSize size(Network network, int samples) {
    long largest =
        network.nodes().stream().mapToLong(node -> node.outputShape().elements()).max().orElse(1);
    long room = MOST_BYTES / (largest * network.elementType().bytes());
    int most = (int) Math.max(1, Math.min(MOST, room));
    int count = (samples - 1) / most + 1;
    return BatchSize.batchSize((samples - 1) / count + 1);
  }
}
