package org.dsd4j.data.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Batch;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
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
  private final SequenceStack sequences;
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
    this.sequences = new SequenceStack(featureShape, dataset.targetShape());
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
    Batch batch = dataset.hasLengths() ? sequences(indices, stopped) : ofOneShape(indices, stopped);
    return transformed(number, batch);
  }

  private Batch sequences(int[] indices, BooleanSupplier stopped) {
    List<Sample> samples = new ArrayList<>();
    for (int index : indices) {
      Sample sample = sample(index, stopped);
      Shape features = sample.features().shape();
      Shape target = sample.target().shape();
      check("features", index, featureShape, features, sequences.takesFeatures(features));
      check("target", index, dataset.targetShape(), target, sequences.takesTarget(target));
      samples.add(sample);
    }
    return sequences.stack(samples, this::array);
  }

  private Batch ofOneShape(int[] indices, BooleanSupplier stopped) {
    Shape targetShape = dataset.targetShape();
    int featureLength = Math.toIntExact(featureShape.elements());
    int targetLength = Math.toIntExact(targetShape.elements());
    float[] features = array(Math.multiplyExact(indices.length, featureLength));
    float[] targets = new float[Math.multiplyExact(indices.length, targetLength)];
    for (int i = 0; i < indices.length; i++) {
      Sample sample = sample(indices[i], stopped);
      Shape received = sample.features().shape();
      Shape target = sample.target().shape();
      check("features", indices[i], featureShape, received, received.equals(featureShape));
      check("target", indices[i], targetShape, target, target.equals(targetShape));
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

  private Sample sample(int index, BooleanSupplier stopped) {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the epoch was closed");
    }
    RandomGenerator random = sampleSeed.derive(index).stream();
    Sample sample = transform.apply(dataset.sample(index, random), random);
    checkFinite(index, sample.features().array());
    return sample;
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

  private void check(String what, int index, Shape expected, Shape received, boolean fits) {
    if (!fits) {
      throw new ShapeException(
          what + " of sample " + index + " of " + dataset.name(),
          dataset.hasLengths() ? "at most " + expected : expected,
          received,
          dataset.hasLengths()
              ? "keep sequences within the longest and all other extents the same"
              : "bring all samples to one shape by a transform");
    }
  }
}
