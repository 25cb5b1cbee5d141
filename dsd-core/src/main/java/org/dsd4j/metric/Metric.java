package org.dsd4j.metric;

import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * A measure of a network's outputs over a whole data set, independent of how it is cut into
 * batches. Immutable; {@link #start()} begins one evaluation.
 */
public interface Metric {
  /** A short name for tables. */
  String name();

  /** Whether larger values are better. */
  boolean higherIsBetter();

  /**
   * Checks that one sample's target can be measured; any can unless a metric says otherwise.
   *
   * @param output the shape of the main output for one sample
   * @param target the target
   * @throws IllegalArgumentException if it cannot; the message says why
   */
  default void checkTarget(Shape output, Values target) {}

  /** Begins an evaluation. */
  Evaluation start();

  /**
   * The value of a network's main output over a whole data set, in inference, such as the accuracy
   * on test data once training is over.
   *
   * @param network the network, which has one input
   * @param dataset the samples and their targets
   * @param batchSize how many are computed at a time; the last batch may be smaller
   * @throws IllegalArgumentException if a target cannot be measured
   * @throws org.dsd4j.tensor.ShapeException if the samples do not fit the network
   */
  default double measure(Network network, Dataset dataset, BatchSize batchSize) {
    Shape outputShape = network.outputShapes().values().iterator().next();
    for (int i = 0; i < dataset.size(); i++) {
      checkTarget(outputShape, dataset.target(i));
    }
    Evaluation evaluation = start();
    try (DataLoader loader = DataLoader.builder(dataset, batchSize).build();
        EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        Values features = batch.features();
        NetworkPass pass =
            network
                .begin(Mode.INFERENCE, features.shape())
                .setLengths(batch.lengths())
                .setInput(0, features.shape(), features.array())
                .forward(Seed.of(0));
        evaluation.add(
            pass.output().shape(),
            pass.output().toFloats(),
            pass.outputLengths(),
            batch.targets().array());
      }
    }
    return evaluation.value();
  }

  /** One evaluation: takes batches, then gives the value. */
  interface Evaluation {
    /**
     * Takes one batch.
     *
     * @param outputShape [N, ...]
     * @param output the main output's values, row-major
     * @param target the targets' values, row-major
     */
    void add(Shape outputShape, float[] output, float[] target);

    /**
     * Takes one batch of sequences [N, T, ...]. Metrics that need no lengths leave this as it is.
     *
     * @param outputShape [N, T, ...]
     * @param output the main output's values, row-major
     * @param lengths how many steps of each output are real
     * @param target the targets' values, row-major
     */
    default void add(Shape outputShape, float[] output, Lengths lengths, float[] target) {
      add(outputShape, output, target);
    }

    /**
     * The value over all batches so far.
     *
     * @throws IllegalStateException if there was none
     */
    double value();
  }
}
