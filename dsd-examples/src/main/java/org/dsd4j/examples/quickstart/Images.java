package org.dsd4j.examples.quickstart;

import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetSplit;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;

/** Trains LeNet-5 dense, sparse, dense. Arguments: file to write, epochs (4), pictures. */
public final class Images {
  public static void main(String[] args) {
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    int pictures = args.length > 2 ? Integer.parseInt(args[2]) : 10000;
    String shipped = "/org/dsd4j/examples/vision/fashion-mnist";
    Dataset clothes = FashionMnist.trainResources(Images.class, shipped);
    DatasetSplit data = clothes.drawn(pictures, Seed.of(1)).split(0.9, Seed.of(42));
    try (Network network = LeNet.lenet5(10).build(Seed.of(42));
        DsdResult result =
            DsdTrainer.builder()
                .network(network)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(Sgd.momentum(0.9).weightDecay(5e-4))
                .schedule(
                    DsdSchedule.builder()
                        .dense(epochs(2 * epochs), learningRate(0.02).cosine())
                        .sparse(0.3, epochs(epochs), learningRate(0.002))
                        .reDense(epochs(epochs), learningRate(0.0002))
                        .build())
                .withControl()
                .training(data.training(), batchSize(64))
                .validation(data.validation())
                .metric(new Accuracy())
                .build()
                .fit()) {
      System.out.println(result);
      ModelDescription lenet5 = ModelDescription.of("lenet5").classNames(clothes.classNames());
      Path file = Path.of(args[0]);
      ModelArchive.write(file, network, lenet5.normalization(FashionMnist.normalization()));
    }
  }
}
