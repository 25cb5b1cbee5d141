package org.dsd4j.examples.quickstart;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.Set;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.io.WeightFile;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.Trainer;

/**
 * Trains a new head, for shoes, on the network that {@link Images} trained. Arguments: its file,
 * epochs (10).
 */
public final class FineTuning {
  private static final Set<Integer> SHOES = Set.of(5, 7, 9);

  public static void main(String[] args) {
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    String shipped = "/org/dsd4j/examples/vision/fashion-mnist";
    Dataset few = shoesOrNot(FashionMnist.trainResources(FineTuning.class, shipped).first(200));
    Dataset test = shoesOrNot(FashionMnist.testResources(FineTuning.class, shipped));
    try (Network network = LeNet.lenet5(2).build(Seed.of(42));
        WeightFile trained = WeightFile.open(Path.of(args[0]))) {
      trained.excluding("fc2.*").loadInto(network); // all but the head
      network.freeze("*");
      network.unfreeze("fc2");
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(new Adam())
          .training(few, batchSize(20))
          .epochs(epochs(epochs), learningRate(0.001))
          .build()
          .fit();
      System.out.println(Evaluator.evaluate(network, test, new Accuracy()));
    }
  }

  /** The same pictures with other labels. */
  private static Dataset shoesOrNot(Dataset clothes) {
    return clothes.map(
        (sample, random) -> {
          int label = (int) sample.target().array()[0];
          return new Sample(sample.features(), Values.label(SHOES.contains(label) ? 1 : 0));
        });
  }
}
