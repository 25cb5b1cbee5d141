package org.dsd4j.data;

import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Reads, transforms and stacks the samples of one batch after the other, for several threads.
 * Arrays of batches that are done with are filled again.
 */
final class BatchAssembler {
  private final Dataset dataset;
  private final Transform transform;
  private final BatchTransform batchTransform;
  private final Shape featureShape;
  private final Seed sampleSeed;
  private final Seed batchSeed;
  private final Queue<float[]> spare = new ConcurrentLinkedQueue<>();

  /**
   * An assembler for one epoch.
   *
   * @param seed of the epoch
   */
  BatchAssembler(
      Dataset dataset,
      Transform transform,
      BatchTransform batchTransform,
      Shape featureShape,
      Seed seed) {
    this.dataset = dataset;
    this.transform = transform;
    this.batchTransform = batchTransform;
    this.featureShape = featureShape;
    this.sampleSeed = seed.derive("transform");
    this.batchSeed = seed.derive("batch");
  }

  /**
   * The batch of these samples.
   *
   * @param number the batch's in the epoch
   * @param stopped asked before each sample; a batch that nobody waits for any more is given up so,
   *     as interrupting the thread would close the files that other threads read from
   * @throws CancellationException if {@code stopped} said so
   */
  Batch assemble(int[] indices, int number, BooleanSupplier stopped) {
    Shape targetShape = dataset.targetShape();
    int featureLength = Math.toIntExact(featureShape.elements());
    int targetLength = Math.toIntExact(targetShape.elements());
    float[] features = array(Math.multiplyExact(indices.length, featureLength));
    float[] targets = new float[Math.multiplyExact(indices.length, targetLength)];
    for (int i = 0; i < indices.length; i++) {
      if (stopped.getAsBoolean()) {
        throw new CancellationException("the epoch was closed");
      }
      Sample sample = sample(indices[i]);
      check("features", indices[i], featureShape, sample.features().shape());
      check("target", indices[i], targetShape, sample.target().shape());
      checkFinite(indices[i], sample.features().array());
      System.arraycopy(sample.features().array(), 0, features, i * featureLength, featureLength);
      System.arraycopy(sample.target().array(), 0, targets, i * targetLength, targetLength);
    }
    boolean single = targetShape.equals(Shape.of(1));
    Shape stacked = single ? Shape.of(indices.length) : targetShape.batched(indices.length);
    return transformed(
        number,
        new Batch(
            new Values(featureShape.batched(indices.length), features),
            new Values(stacked, targets),
            indices.length));
  }

  private Sample sample(int index) {
    RandomGenerator random = sampleSeed.derive(index).stream();
    return transform.apply(dataset.sample(index, random), random);
  }

  private Batch transformed(int number, Batch batch) {
    RandomGenerator random = batchSeed.derive(number).stream();
    Batch changed = batchTransform.apply(batch, random);
    if (!changed.features().shape().equals(batch.features().shape())) {
      throw new ShapeException(
          "features after the batch transform",
          batch.features().shape(),
          changed.features().shape(),
          "keep the features' shape");
    }
    return changed;
  }

  private float[] array(int length) {
    float[] used = spare.poll();
    return used != null && used.length == length ? used : new float[length];
  }

  /** Takes back the arrays of a batch that nobody reads any more. */
  void recycle(Batch batch) {
    spare.add(batch.features().array());
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
