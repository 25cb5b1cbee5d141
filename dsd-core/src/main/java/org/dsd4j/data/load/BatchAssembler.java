package org.dsd4j.data.load;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Batch;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Transform;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Reads, transforms and stacks the samples of batches, on several threads. Arrays of used batches
 * are reused.
 */
final class BatchAssembler {
  private final Dataset dataset;
  private final Transform transform;
  private final BatchTransform batchTransform;
  private final SampleSpec spec;
  private final Seed sampleSeed;
  private final Seed batchSeed;
  private final SpareArrays arrays = new SpareArrays();

  /**
   * An assembler for one epoch.
   *
   * @param spec the description of transformed samples
   * @param seed the seed of the epoch
   */
  BatchAssembler(
      Dataset dataset,
      Transform transform,
      BatchTransform batchTransform,
      SampleSpec spec,
      Seed seed) {
    this.dataset = dataset;
    this.transform = transform;
    this.batchTransform = batchTransform;
    this.spec = spec;
    this.sampleSeed = seed.derive("transform");
    this.batchSeed = seed.derive("batch");
  }

  /**
   * The batch of these samples.
   *
   * @param number the batch's number in the epoch
   * @param stopped checked before each sample, to cancel a batch that is not needed any more:
   *     interrupting the thread would close files that other threads read
   * @throws CancellationException if {@code stopped} returns true
   */
  Batch assemble(int[] indices, int number, BooleanSupplier stopped) {
    BatchStack stack = new BatchStack(spec, indices.length, arrays);
    for (int index : indices) {
      if (stopped.getAsBoolean()) {
        throw new CancellationException("the epoch was closed");
      }
      stack.add(sample(index));
    }
    return transformed(number, stack.batch());
  }

  /** Checked here in the background, as a ReLU can turn NaN into 0 and hide it. */
  private Sample sample(int index) {
    RandomGenerator random = sampleSeed.derive(index).stream();
    Sample sample = transform.apply(dataset.sample(index, random), random);
    spec.check("sample " + index + " of " + dataset.name(), sample);
    return sample;
  }

  private Batch transformed(int number, Batch batch) {
    RandomGenerator random = batchSeed.derive(number).stream();
    Batch changed = batchTransform.apply(batch, random);
    Check.argument(
        changed.inputs().keySet().equals(batch.inputs().keySet()),
        "inputs after the batch transform",
        batch.inputs().keySet(),
        changed.inputs().keySet(),
        "keep all inputs");
    for (String name : batch.inputs().keySet()) {
      Shape before = batch.input(name).values().shape();
      Shape after = changed.input(name).values().shape();
      if (!after.equals(before)) {
        throw new ShapeException(
            SampleSpec.inputWords(name) + " after the batch transform",
            before,
            after,
            "keep the shape of inputs");
      }
    }
    return changed;
  }

  /** Takes back the arrays of a batch that is not read any more. */
  void recycle(Batch batch) {
    arrays.giveBack(batch);
  }
}
