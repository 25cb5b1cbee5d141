package org.dsd4j.examples.quickstart;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.DatasetSplit;
import org.dsd4j.data.Values;
import org.dsd4j.datasets.Standardization;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.Trainer;

/** Learns from a table which flats are expensive for their size. Argument: epochs (20). */
public final class Tabular {
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    float[] table = new float[3 * 2000]; // square metres, storey, rent
    int[] dear = new int[2000];
    RandomGenerator random = Seed.of(7).stream();
    for (int i = 0; i < dear.length; i++) {
      table[3 * i] = random.nextInt(20, 150);
      table[3 * i + 1] = random.nextInt(6);
      table[3 * i + 2] = random.nextInt(300, 2500);
      dear[i] = table[3 * i + 2] > table[3 * i] * (10 + table[3 * i + 1]) ? 1 : 0;
    }
    Values rows = new Values(Shape.of(dear.length, 3), table);
    Values columns = Standardization.of(rows).apply(rows); // each to mean 0 and deviation 1
    DatasetSplit data =
        ArrayDataset.ofClasses("flats", columns, dear, List.of("fair", "dear"))
            .split(0.8, Seed.of(1));
    try (Network network =
        Network.builder(Shape.of(3))
            .add("fc1", new Dense(32))
            .add("relu1", Activate.relu())
            .add("fc2", new Dense(2))
            .build(Seed.of(42))) {
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(new Adam())
          .training(data.training(), batchSize(32))
          .epochs(epochs(epochs), learningRate(0.01).cosine())
          .build()
          .fit();
      System.out.println(Evaluator.evaluate(network, data.validation(), new Accuracy()));
    }
  }
}
