package org.dsd4j.train;

import java.util.Objects;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.train.loop.SampleShapes;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What a layer of a network computes on every sample of a data set, in inference: features to train
 * something small on, to compare pictures by, or to look at.
 *
 * <pre>{@code
 * INDArray features = FeatureExtraction.features(network, "flatten", pictures, batchSize(32));
 * }</pre>
 */
public final class FeatureExtraction {
  private FeatureExtraction() {}

  /**
   * The values of a layer's output for all samples, in their order. Nothing behind that layer is
   * computed, and beside the result no more memory is taken than one batch needs.
   *
   * @param network the network, which has one input
   * @param layer the name of any of its layers
   * @param dataset the samples
   * @param batchSize how many are computed at a time; the last batch may be smaller
   * @return [N, ...], an array of the caller's in the network's element type
   * @throws IllegalArgumentException if there is no such layer, the samples do not fit or are
   *     sequences
   */
  public static INDArray features(
      Network network, String layer, Dataset dataset, BatchSize batchSize) {
    Check.argument(
        !dataset.hasLengths(),
        "data set to extract features of",
        "samples of one shape",
        "sequences of different lengths: " + dataset.name(),
        "compute batches by network.begin(mode, shape).setLengths(lengths)");
    @Nullable INDArray features = null;
    long from = 0;
    try (DataLoader loader = DataLoader.builder(dataset, batchSize).build();
        EpochBatches batches = loader.epoch(0)) {
      SampleShapes.check(network, dataset, loader);
      while (batches.hasNext()) {
        Batch batch = batches.next();
        NetworkPass pass = network.beginUpTo(layer, batch.size());
        pass.setInput(0, batch.features().shape(), batch.features().array());
        Tensor output = pass.forward(Seed.of(0)).output();
        if (features == null) {
          long[] shape = output.shape().unbatched().batched(dataset.size()).toLongs();
          features = Nd4j.createUninitialized(output.type().dataType(), shape, 'c');
        }
        copy(output, features, from);
        from += batch.size();
      }
    }
    return Objects.requireNonNull(features, "a data set has samples");
  }

  private static void copy(Tensor part, INDArray whole, long from) {
    long columns = part.shape().unbatched().elements();
    long rows = part.shape().extent(0);
    INDArray target = whole.reshape('c', whole.size(0), columns);
    try (INDArray values = part.toArray()) {
      target
          .get(NDArrayIndex.interval(from, from + rows), NDArrayIndex.all())
          .assign(values.reshape('c', rows, columns));
    }
  }
}
