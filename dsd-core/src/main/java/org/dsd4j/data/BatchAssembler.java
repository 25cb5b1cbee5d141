package org.dsd4j.data;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/** Reads, transforms and stacks the samples of one batch. */
final class BatchAssembler {
  private final Dataset dataset;
  private final Transform transform;
  private final Shape featureShape;
  private final Seed seed;

  BatchAssembler(Dataset dataset, Transform transform, Shape featureShape, Seed seed) {
    this.dataset = dataset;
    this.transform = transform;
    this.featureShape = featureShape;
    this.seed = seed;
  }

  /**
   * The batch of these samples.
   *
   * @param stopped asked before each sample; a batch that nobody waits for any more is given up so,
   *     as interrupting the thread would close the files that other threads read from
   * @throws CancellationException if {@code stopped} said so
   */
  Batch assemble(int[] indices, BooleanSupplier stopped) {
    Shape targetShape = dataset.targetShape();
    int featureLength = Math.toIntExact(featureShape.elements());
    int targetLength = Math.toIntExact(targetShape.elements());
    float[] features = new float[Math.multiplyExact(indices.length, featureLength)];
    float[] targets = new float[Math.multiplyExact(indices.length, targetLength)];
    for (int i = 0; i < indices.length; i++) {
      if (stopped.getAsBoolean()) {
        throw new CancellationException("the epoch was closed");
      }
      Sample sample = transform.apply(dataset.sample(indices[i]), seed.derive(indices[i]).stream());
      check("features", indices[i], featureShape, sample.features().shape());
      check("target", indices[i], targetShape, sample.target().shape());
      checkFinite(indices[i], sample.features().array());
      System.arraycopy(sample.features().array(), 0, features, i * featureLength, featureLength);
      System.arraycopy(sample.target().array(), 0, targets, i * targetLength, targetLength);
    }
    boolean single = targetShape.equals(Shape.of(1));
    Shape stacked = single ? Shape.of(indices.length) : targetShape.batched(indices.length);
    return new Batch(
        new Values(featureShape.batched(indices.length), features),
        new Values(stacked, targets),
        indices.length);
  }

  /** Here, where it costs the training nothing: a ReLU may turn NaN into 0 and so hide it. */
  private void checkFinite(int index, float[] features) {
    float zero = 0;
    for (float value : features) {
      zero += value * 0;
    }
    if (zero != 0) {
      for (int i = 0; i < features.length; i++) {
        Check.argument(
            Float.isFinite(features[i]),
            "features of sample " + index + " of " + dataset.name(),
            "finite numbers",
            features[i] + " at element " + i,
            "repair the sample or its transform, or leave it out");
      }
    }
  }

  private void check(String what, int index, Shape expected, Shape received) {
    if (!received.equals(expected)) {
      throw new ShapeException(
          what + " of sample " + index + " of " + dataset.name(),
          expected,
          received,
          "bring all samples to one shape by a transform");
    }
  }
}
