package org.dsd4j.kernel.nd4j.array;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The real steps and the padding of batches of sequences [N, T, ...] with given lengths. */
public final class PaddedSteps {
  private final int extent;
  private final int[] lengths;

  private PaddedSteps(int extent, int[] lengths) {
    this.extent = extent;
    this.lengths = lengths;
  }

  /** The steps of a batch [N, T, ...] with these lengths. */
  public static PaddedSteps of(Lengths lengths, Tensor batch) {
    Shape shape = batch.shape();
    int samples = shape.extent(0);
    int extent = shape.extent(1);
    return new PaddedSteps(extent, lengths.checked(samples, extent).toArray(samples, extent));
  }

  /** T, padding included. */
  public int extent() {
    return extent;
  }

  /** The number of rows along the last dimension that belong to real steps. */
  public long realRows(Tensor batch) {
    long real = 0;
    for (int length : lengths) {
      real += length;
    }
    long rowsOfStep = batch.shape().rows() / ((long) lengths.length * extent);
    return real * rowsOfStep;
  }

  /** The elements as [N, T, elements of a step]. */
  public INDArray cube(INDArray batch) {
    long steps = (long) lengths.length * extent;
    return batch.reshape('c', new long[] {lengths.length, extent, batch.length() / steps});
  }

  /** A range of steps of each sequence of a cube. */
  public static INDArray steps(INDArray cube, long from, long to) {
    return cube.get(all(), interval(from, to), all());
  }

  /** Sets all padding of a batch to 0; returns the batch. */
  public INDArray clear(INDArray batch) {
    INDArray flat = batch.reshape('c', new long[] {batch.length()});
    long width = batch.length() / ((long) lengths.length * extent);
    for (int sample = 0; sample < lengths.length; sample++) {
      if (lengths[sample] < extent) {
        long first = (long) sample * extent;
        flat.get(interval((first + lengths[sample]) * width, (first + extent) * width)).assign(0);
      }
    }
    return batch;
  }

  /** A copy of a batch whose padding is 0, in scratch memory. */
  public INDArray cleared(INDArray batch, String slot, Scratch scratch) {
    return clear(scratch.get(slot, batch.dataType(), batch.shape()).assign(batch));
  }
}
