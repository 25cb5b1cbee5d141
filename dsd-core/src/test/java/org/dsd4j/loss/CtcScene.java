package org.dsd4j.loss;

import java.util.Arrays;
import org.dsd4j.data.Dataset;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;

/** A batch of logits and labels in the memory of kernels, and what a loss makes of it. */
final class CtcScene implements AutoCloseable {
  private final Kernels kernels;
  private final Tensor output;
  private final Tensor target;
  private final Tensor gradient;

  CtcScene(Kernels kernels, ElementType type, double[][][] logits, int[]... labels) {
    this.kernels = kernels;
    int frames = logits[0].length;
    int classes = logits[0][0].length;
    Shape shape = Shape.of(logits.length, frames, classes);
    int most = Math.max(1, Arrays.stream(labels).mapToInt(row -> row.length).max().orElseThrow());
    Memory memory = kernels.memory();
    this.output = memory.allocate(type, shape);
    this.gradient = memory.allocate(type, shape);
    this.target = memory.allocate(type, Shape.of(labels.length, most));
    double[] targets = new double[labels.length * most];
    Arrays.fill(targets, Dataset.NO_TARGET);
    for (int n = 0; n < labels.length; n++) {
      for (int i = 0; i < labels[n].length; i++) {
        targets[n * most + i] = labels[n][i];
      }
    }
    Numbers.set(target, targets);
    Numbers.set(
        output,
        Arrays.stream(logits).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray());
    memory.fill(gradient, 7);
  }

  /** The loss; leaves the gradient. */
  double evaluate(Loss loss, Lengths lengths) {
    return loss.evaluate(kernels, output, lengths, target, gradient, 1).mean();
  }

  /** The loss of whole sequences; leaves the gradient. */
  double evaluate(Loss loss) {
    return loss.evaluate(kernels, output, target, gradient, 1).mean();
  }

  /** The gradient, row-major. */
  double[] gradient() {
    return Numbers.get(gradient);
  }

  @Override
  public void close() {
    kernels.memory().release(output);
    kernels.memory().release(target);
    kernels.memory().release(gradient);
  }
}
