package org.dsd4j.evaluate;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The output of a layer of a network for every sample of a data set, in inference: features on
 * which to train a small model, to compare images by, or to look at.
 *
 * <pre>{@code
 * INDArray features = FeatureExtraction.features(network, "flatten", pictures, batchSize(32));
 * }</pre>
 */
public final class FeatureExtraction {
  private FeatureExtraction() {}

  /**
   * The values of a layer's output for all samples, in their order. Later layers are not computed.
   * Memory is needed for the result and one batch.
   *
   * @param network the network
   * @param layer the name of any of its layers
   * @param dataset the samples
   * @param batchSize the samples computed at a time; the last batch may be smaller
   * @return [N, ...], an array of the caller's in the network's element type
   * @throws IllegalArgumentException if there is no such layer, the samples do not fit or are
   *     sequences
   */
  public static INDArray features(
      Network network, String layer, Dataset dataset, BatchSize batchSize) {
    AtomicReference<@Nullable INDArray> features = new AtomicReference<>();
    Evaluator.of(network)
        .batchSize(batchSize)
        .predict(
            dataset,
            batch -> begin(network, layer, dataset, batch),
            predicted -> {
              Tensor output = predicted.output();
              INDArray whole = features.get();
              if (whole == null) {
                long[] shape = output.shape().unbatched().batched(dataset.size()).toLongs();
                whole = Nd4j.createUninitialized(output.type().dataType(), shape, 'c');
                features.set(whole);
              }
              copy(output, whole, predicted.first());
            });
    return Objects.requireNonNull(features.get(), "a data set has samples");
  }

  private static NetworkPass begin(Network network, String layer, Dataset dataset, Batch batch) {
    NetworkPass pass = network.beginUpTo(layer, batch.size());
    for (String name : pass.inputNames()) {
      Check.argument(
          Passes.input(network, name, batch).lengths().isWhole(),
          "data set to extract features of",
          "samples of one shape",
          "sequences of different lengths: " + dataset.name(),
          "compute batches by network.begin(mode, shape).setLengths(lengths)");
    }
    return Passes.setInputs(network, pass, batch);
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
