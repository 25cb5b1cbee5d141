package org.dsd4j.evaluate;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Values;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * A batch of a data set with the network's outputs for it. Valid until the next batch is computed:
 * copy values that are needed longer.
 */
public final class PredictedBatch {
  private final int first;
  private final Batch batch;
  private final NetworkPass pass;
  private final Optional<String> mainTarget;
  private float[] values = new float[0];

  PredictedBatch(int first, Batch batch, NetworkPass pass, Optional<String> mainTarget) {
    this.first = first;
    this.batch = batch;
    this.pass = pass;
    this.mainTarget = mainTarget;
  }

  /** The number of its first sample in the data set. */
  public int first() {
    return first;
  }

  /** The number of samples. */
  public int size() {
    return batch.size();
  }

  /** The samples and their targets, sequences padded. */
  public Batch batch() {
    return batch;
  }

  /** The main output, [N, ...]; sequences [N, T, ...] are padded. */
  public Tensor output() {
    return pass.output();
  }

  /** The output of this name, [N, ...]; sequences [N, T, ...] are padded. */
  public Tensor output(String name) {
    return pass.output(name);
  }

  /** How many steps of each sequence of the main output [N, T, ...] are real. */
  public Lengths lengths() {
    return pass.outputLengths();
  }

  /** How many steps of each sequence of the output of this name are real. */
  public Lengths lengths(String name) {
    return pass.outputLengths(name);
  }

  /**
   * The main output for one sample, a copy; of a sequence [T, ...] without padding.
   *
   * @param sample its number within the batch, from 0
   * @throws IndexOutOfBoundsException if the batch has no such sample
   */
  public Values output(int sample) {
    Objects.checkIndex(sample, size());
    Shape padded = output().shape().unbatched();
    Lengths lengths = lengths();
    Shape shape =
        lengths.isWhole() ? padded : padded.withFirst(lengths.steps(sample, padded.extent(0)));
    int from = Math.toIntExact(sample * padded.elements());
    return new Values(
        shape, Arrays.copyOfRange(values(), from, from + Math.toIntExact(shape.elements())));
  }

  /**
   * Adds this batch to a running evaluation of a metric.
   *
   * @throws IllegalArgumentException if the samples have no such target
   */
  public void addTo(Metric metric, Metric.Running evaluation) {
    String main = pass.outputNames().get(0);
    Matching.Compared compared = new Matching.Compared(main, mainTarget).by(metric);
    String output = compared.output();
    evaluation.add(
        output(output).shape(),
        output.equals(main) ? values() : output(output).toFloats(),
        lengths(output),
        batch.targets(compared.targetIn(batch.targetsByName().keySet())).array());
  }

  private float[] values() {
    if (values.length == 0) {
      values = output().toFloats();
    }
    return values;
  }
}
