package org.dsd4j.examples.quickstart;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.Trainer;

/** Learns two spirals with a custom layer, {@link Gaussian}. Argument: epochs (60). */
public final class CustomLayer {
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    Dataset training = spirals("training", 1000, Seed.of(1).stream());
    Dataset test = spirals("test", 300, Seed.of(2).stream());
    try (Network network =
        Network.builder(Shape.of(2))
            .add("fc1", new Dense(32))
            .add("bells1", new Gaussian())
            .add("fc2", new Dense(32))
            .add("bells2", new Gaussian())
            .add("fc3", new Dense(2))
            .build(Seed.of(42))) {
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(new Adam())
          .training(training, batchSize(50))
          .epochs(epochs(epochs), learningRate(0.01).cosine())
          .build()
          .fit();
      System.out.println(Evaluator.evaluate(network, test, new Accuracy()));
    }
  }

  private static Dataset spirals(String name, int count, RandomGenerator random) {
    float[] points = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      double angle = random.nextDouble(1, 8);
      points[2 * i] = (float) (angle / 4 * Math.cos(angle + Math.PI * labels[i]));
      points[2 * i + 1] = (float) (angle / 4 * Math.sin(angle + Math.PI * labels[i]));
    }
    Values features = new Values(Shape.of(count, 2), points);
    return ArrayDataset.ofClasses(name, features, labels, List.of("one", "other"));
  }
}
