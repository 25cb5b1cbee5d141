package org.dsd4j.examples.study;

import static org.dsd4j.schedule.LearningRate.learningRate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Sgd;
import org.dsd4j.suspects.ClassProbabilities;
import org.dsd4j.suspects.LearnedProbabilities;
import org.dsd4j.suspects.Suspects;
import org.dsd4j.suspects.Unlearning;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.Epochs;

/**
 * Trains a network dense and sparse and ranks its training samples by what the sparse phase has
 * unlearned; also by the rivals, with no more steps.
 */
final class LabelJudges {
  /** The epochs of the dense phase after which the loss is looked at. */
  static final Integer[] EARLY = {3, 6, 10};

  static final int FOLDS = 5;

  private final Supplier<NetworkBuilder> builder;
  private final JudgePlan plan;

  /**
   * The settings of training.
   *
   * @param dense the epochs of the dense phase
   * @param sparse those of the sparse phase
   * @param sparsity of the sparse phase
   * @param rate at the start of the dense phase; the sparse one starts at a tenth of it
   * @param batch samples of a step
   */
  record JudgePlan(int dense, int sparse, double sparsity, double rate, int batch) {}

  LabelJudges(Supplier<NetworkBuilder> builder, JudgePlan plan) {
    this.builder = builder;
    this.plan = plan;
  }

  /**
   * The rankings by the sparse phase, one for each kind, and by the loss and margin after early
   * epochs.
   */
  List<Suspects> bySparsePhase(Dataset noisy, Seed seed) {
    List<Suspects> found = new ArrayList<>();
    try (Network network = builder.get().build(seed)) {
      LearnedProbabilities learned = LearnedProbabilities.of(network, noisy, early());
      DsdSchedule schedule =
          DsdSchedule.builder()
              .dense(Epochs.epochs(plan.dense), learningRate(plan.rate).cosine())
              .sparse(
                  plan.sparsity, Epochs.epochs(plan.sparse), learningRate(plan.rate / 10).cosine())
              .build();
      train(network, noisy, schedule, seed, List.of(learned));
      for (Unlearning by : Unlearning.values()) {
        found.add(Suspects.unlearned(learned.after("dense"), learned.after("sparse"), noisy, by));
      }
      for (int epoch : early()) {
        ClassProbabilities then = learned.after("dense", epoch);
        found.add(called("loss after epoch " + epoch, Suspects.byLoss(then, noisy)));
        found.add(called("margin after epoch " + epoch, Suspects.byMargin(then, noisy)));
      }
    }
    return found;
  }

  private static Suspects called(String method, Suspects ranking) {
    return new Suspects(method, ranking.ranked());
  }

  private Integer[] early() {
    return Stream.of(EARLY).filter(epoch -> epoch < plan.dense).toArray(Integer[]::new);
  }

  /** The epochs of each fold's network, with which all folds take as many steps as both phases. */
  int epochsOfFold() {
    int both = plan.dense + plan.sparse;
    return Math.max(1, both / (FOLDS - 1));
  }

  /** The ranking by confident learning. */
  Suspects byConfidentLearning(Dataset noisy, Seed seed) {
    ClassProbabilities outOfSample =
        ClassProbabilities.outOfSample(
            noisy,
            FOLDS,
            seed,
            part -> {
              Network network = builder.get().build(seed);
              DsdSchedule schedule =
                  DsdSchedule.builder()
                      .dense(Epochs.epochs(epochsOfFold()), learningRate(plan.rate).cosine())
                      .build();
              train(network, part, schedule, seed, List.of());
              return network;
            });
    return Suspects.byConfidentLearning(outOfSample, noisy);
  }

  private void train(
      Network network,
      Dataset training,
      DsdSchedule schedule,
      Seed seed,
      List<TrainingListener> listeners) {
    DsdTrainer.Builder trainer =
        DsdTrainer.builder()
            .network(network)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(Sgd.momentum(0.9).weightDecay(5e-4))
            .schedule(schedule)
            .training(training, BatchSize.batchSize(plan.batch))
            .seed(seed.value());
    listeners.forEach(trainer::listener);
    DsdResult result = trainer.build().fit();
    result.close();
  }
}
