package org.dsd4j.examples.bench;

import java.util.SplittableRandom;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Values;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.loop.Objective;
import org.dsd4j.train.loop.TrainingStep;

/**
 * Complete training steps on one batch of random images or sequences: forward, loss, backward, SGD
 * with momentum 0.9 and weight decay 10⁻⁴.
 */
final class BenchStep implements AutoCloseable {
  private static final double RATE = 0.01;

  private final Updater updater;
  private final TrainingStep step;
  private final Batch batch;

  BenchStep(Network network, BenchJob job) {
    this.batch = batch(network, job.batch());
    this.updater =
        new Updater(network, Sgd.momentum(0.9).weightDecay(1e-4), GradientClipping.none());
    // As trainers do by default: a step that is not finite ends the run.
    Objective objective = Objective.of(network, new SoftmaxCrossEntropy());
    this.step = new TrainingStep(network, objective, updater::step, false);
  }

  private static Batch batch(Network network, int size) {
    Shape shape = network.inputShapes().values().iterator().next().batched(size);
    float[] inputs = new float[Math.toIntExact(shape.elements())];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    Shape output = network.outputShapes().values().iterator().next().batched(size);
    float[] classes = new float[Math.toIntExact(output.rows())];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = random.nextInt(output.last());
    }
    // One for each image, or for each step of a sequence.
    Shape labels = output.rank() == 2 ? Shape.of(size) : Shape.of(size, output.extent(1));
    return new Batch(new Values(shape, inputs), new Values(labels, classes), size);
  }

  /** Takes a step; returns the milliseconds that it took. */
  double run() {
    Seed randomness = Seed.of(updater.steps());
    long start = System.nanoTime();
    step.take(batch, RATE, randomness);
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public void close() {
    step.close();
    updater.close();
  }
}
