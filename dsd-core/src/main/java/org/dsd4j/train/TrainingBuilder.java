package org.dsd4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.Loss;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.NamePattern;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.LearningRateFactors;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.checkpoint.SavedTraining;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.Learner;
import org.dsd4j.train.loop.LocalLearner;
import org.dsd4j.train.loop.Objective;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.loop.TrainingSettings;
import org.dsd4j.train.record.NonFinitePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The settings common to all trainers. Each may be given once; missing or incompatible settings are
 * errors when the trainer is built.
 *
 * @param <B> the builder itself
 */
public abstract class TrainingBuilder<B extends TrainingBuilder<B>> {
  private @Nullable Network network;
  private final LossSettings losses = new LossSettings();
  private @Nullable Optimizer optimizer;
  private LearningRateFactors factors = LearningRateFactors.none();
  private @Nullable GradientClipping clipping;
  private @Nullable Dataset training;
  private @Nullable BatchSize batchSize;
  private @Nullable SampleOrder order;
  private @Nullable Transform transform;
  private @Nullable BatchTransform batchTransform;
  private @Nullable Dataset validation;
  private @Nullable Seed seed;
  private @Nullable Integer workers;
  private @Nullable NonFinitePolicy whenNotFinite;
  private @Nullable Boolean statisticsAgain;
  private @Nullable Checkpoints checkpoints;
  private @Nullable Budget budget;
  private Learner.@Nullable Factory learner;
  private final List<Metric> metrics = new ArrayList<>();
  private final List<TrainingListener> listeners = new ArrayList<>();

  /** For trainers' builders. */
  protected TrainingBuilder() {}

  /** This builder. */
  protected abstract B self();

  /** Sets the network to train, which the caller closes. */
  public B network(Network network) {
    this.network = Check.once("network", this.network, network);
    return self();
  }

  /**
   * Sets the loss of the network's main output, compared with the target of the output's name, or
   * with the only one.
   */
  public B loss(Loss loss) {
    losses.main(loss, Optional.empty());
    return self();
  }

  /** The loss of the network's main output, compared with the target of this name. */
  public B loss(Loss loss, String target) {
    losses.main(loss, Optional.of(Check.given("target", target)));
    return self();
  }

  /**
   * Adds {@code weight} times the loss of a further output, such as an auxiliary classifier,
   * compared with the target of the output's name, or with the only one.
   */
  public B loss(String output, Loss loss, double weight) {
    losses.add(output, Optional.empty(), loss, weight);
    return self();
  }

  /**
   * Adds {@code weight} times the loss of a further output, compared with the target of this name.
   */
  public B loss(String output, String target, Loss loss, double weight) {
    losses.add(output, Optional.of(Check.given("target", target)), loss, weight);
    return self();
  }

  /** Sets the optimizer. */
  public B optimizer(Optimizer optimizer) {
    this.optimizer = Check.once("optimizer", this.optimizer, optimizer);
    return self();
  }

  /**
   * Multiplies the learning rate of some parameters, in every phase: for example ten times the rate
   * for a new head, or a tenth for pretrained layers. May be called for several names; the last
   * that matches a parameter applies.
   *
   * @param name the name of a parameter or a layer; see {@link NamePattern}
   * @param factor above 0; to keep parameters unchanged, {@linkplain Network#freeze freeze} them
   */
  public B learningRateFactor(String name, double factor) {
    this.factors = factors.with(name, factor);
    return self();
  }

  /** Sets the clipping of gradients; none by default. */
  public B clipping(GradientClipping clipping) {
    this.clipping = Check.once("clipping", this.clipping, clipping);
    return self();
  }

  /** Sets the training data; if targets are classes, at least two of them must occur. */
  public B training(Dataset dataset, BatchSize batchSize) {
    return training(dataset, batchSize, Transform.identity());
  }

  /** Sets the training data, changed at random by {@code augmentation} on each reading. */
  public B training(Dataset dataset, BatchSize batchSize, Transform augmentation) {
    this.training = Check.once("training", this.training, dataset);
    this.batchSize = Check.given("batch size", batchSize);
    this.transform = Check.given("augmentation", augmentation);
    return self();
  }

  /** Sets the order of the training data in an epoch; {@link SampleOrder#usual} by default. */
  public B order(SampleOrder order) {
    this.order = Check.once("order", this.order, order);
    return self();
  }

  /** Changes each training batch as a whole, such as {@code new Mixup(0.2, 1000)}. */
  public B batchTransform(BatchTransform batchTransform) {
    this.batchTransform = Check.once("batchTransform", this.batchTransform, batchTransform);
    return self();
  }

  /** Sets the data on which loss and metrics are measured after each epoch. */
  public B validation(Dataset dataset) {
    this.validation = Check.once("validation", this.validation, dataset);
    return self();
  }

  /**
   * Adds a metric for the validation data, of the main output unless it {@linkplain
   * Metric#of(String) names} another one; the first metric determines the best epoch.
   */
  public B metric(Metric metric) {
    Check.given("metric", metric);
    for (Metric known : metrics) {
      Check.once(
          "metric " + metric.name(), known.name().equals(metric.name()) ? known : null, metric);
    }
    metrics.add(metric);
    return self();
  }

  /** Sets the seed of shuffling, augmentation and dropout; 0 by default. */
  public B seed(long seed) {
    this.seed = Check.once("seed", this.seed, Seed.of(seed));
    return self();
  }

  /**
   * Sets the number of background threads that prepare batches, {@link DataLoader#defaultWorkers()}
   * by default; results do not depend on it.
   */
  public B workers(int workers) {
    this.workers = Check.once("workers", this.workers, Check.positive("workers", workers));
    return self();
  }

  /** Sets the policy for steps that are not finite; {@link NonFinitePolicy#stop} by default. */
  public B whenNotFinite(NonFinitePolicy policy) {
    this.whenNotFinite = Check.once("whenNotFinite", this.whenNotFinite, policy);
    return self();
  }

  /**
   * Takes the statistics of batch normalisations again after each epoch, before it is measured: the
   * means over that epoch's first 200 batches, by the weights that it ended with (Wu and Johnson
   * 2021). By default they are the running means of training.
   */
  public B takingStatisticsAgain() {
    statisticsAgain = Check.once("takingStatisticsAgain", statisticsAgain, true);
    return self();
  }

  /** Saves the run in this folder every minute, for the trainer's {@code resume}. */
  public B checkpoints(Path folder) {
    return checkpoints(Checkpoints.in(folder));
  }

  /** Saves the run by these settings, for the trainer's {@code resume}. */
  public B checkpoints(Checkpoints rule) {
    this.checkpoints = Check.once("checkpoints", this.checkpoints, rule);
    return self();
  }

  /** Stops the run when this budget is used up; unlimited by default. */
  public B budget(Budget most) {
    this.budget = Check.once("budget", this.budget, most);
    return self();
  }

  /** Sets the learner, which takes the steps; by default in this process, one batch per step. */
  public B learner(Learner.Factory factory) {
    this.learner = Check.once("learner", this.learner, factory);
    return self();
  }

  /** Adds a listener; any number, each once. */
  public B listener(TrainingListener listener) {
    boolean known = listeners.stream().anyMatch(each -> each == listener);
    listeners.add(Check.once("listener " + listener, known ? listener : null, listener));
    return self();
  }

  /** Fails if a setting is missing; returns it. */
  protected static <T> T required(String setting, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(
          Check.message(setting, "to be given", "nothing", "call ." + setting + "(...)"));
    }
    return value;
  }

  /** The network, for builders of trainers. */
  protected Network requiredNetwork() {
    Network given = required("network", network);
    given.requireOpen();
    return given;
  }

  /** The settings of a session, after checking them all. */
  protected SavedTraining savedTraining() {
    return new SavedTraining(
        session(), Optional.ofNullable(checkpoints), budget == null ? Budget.unlimited() : budget);
  }

  /** Opens the session that a trainer runs its phases in, after checking all settings. */
  protected TrainingSession session() {
    Network net = requiredNetwork();
    Objective objective = losses.objective(net);
    if (!metrics.isEmpty()) {
      required("validation", validation);
    }
    return new TrainingSession(
        new TrainingSettings(
            net,
            objective,
            required("optimizer", optimizer),
            factors,
            clipping == null ? GradientClipping.none() : clipping,
            required("training", training),
            required("training", batchSize),
            order == null ? SampleOrder.usual(required("training", training)) : order,
            required("training", transform),
            batchTransform == null ? BatchTransform.identity() : batchTransform,
            Optional.ofNullable(validation),
            List.copyOf(metrics),
            seed == null ? Seed.of(0) : seed,
            workers == null ? DataLoader.defaultWorkers() : workers,
            whenNotFinite == null ? NonFinitePolicy.stop() : whenNotFinite,
            statisticsAgain != null,
            learner == null ? LocalLearner::new : learner,
            List.copyOf(listeners)));
  }
}
