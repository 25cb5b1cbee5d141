package org.dsd4j.examples.bench;

import java.util.SplittableRandom;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * Complete training steps on one batch of random images or sequences: forward, loss, backward, SGD
 * with momentum 0.9 and weight decay 10⁻⁴.
 */
final class BenchStep implements AutoCloseable {
  private static final double RATE = 0.01;

  private final Network network;
  private final Updater updater;
  private final Loss loss = new SoftmaxCrossEntropy();
  private final Shape shape;
  private final float[] inputs;
  private final Tensor labels;
  private long steps;

  BenchStep(Network network, BenchJob job) {
    this.network = network;
    this.updater =
        new Updater(network, Sgd.momentum(0.9).weightDecay(1e-4), GradientClipping.none());
    this.shape = network.inputShapes().values().iterator().next().batched(job.batch());
    this.inputs = new float[Math.toIntExact(shape.elements())];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    Shape output = network.outputShapes().values().iterator().next().batched(job.batch());
    float[] classes = new float[Math.toIntExact(output.rows())];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = random.nextInt(output.last());
    }
    // One for each image, or for each step of a sequence.
    Shape shapeOfLabels =
        output.rank() == 2 ? Shape.of(job.batch()) : Shape.of(job.batch(), output.extent(1));
    this.labels = network.kernels().memory().allocate(ElementType.FLOAT32, shapeOfLabels);
    labels.set(classes);
  }

  /** Executes a step; returns its duration in milliseconds. */
  double run() {
    long start = System.nanoTime();
    NetworkPass pass = network.begin(Mode.TRAINING, shape.extent(0));
    pass.setInput(0, shape, inputs);
    pass.forward(Seed.of(steps++));
    String output = network.outputShapes().keySet().iterator().next();
    double value =
        loss.evaluate(network.kernels(), pass.output(), labels, pass.outputGradient(output), 1)
            .mean();
    pass.backward();
    updater.step(RATE);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (!Double.isFinite(value)) {
      throw new IllegalStateException("the loss is " + value + " after step " + steps);
    }
    return milliseconds;
  }

  @Override
  public void close() {
    updater.close();
    network.kernels().memory().release(labels);
  }
}
