package org.dsd4j.train;

import java.nio.file.Path;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.train.checkpoint.SavedTraining;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.PhaseSettings;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network in one phase.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.builder()
 *         .network(network)
 *         .loss(new SoftmaxCrossEntropy())
 *         .optimizer(Sgd.momentum(0.9))
 *         .training(data, batchSize(64))
 *         .validation(testData)
 *         .metric(new Accuracy())
 *         .epochs(epochs(10), learningRate(0.01).cosine())
 *         .build()
 *         .fit();
 * }</pre>
 */
public final class Trainer {
  private final SavedTraining training;
  private final PhaseSettings plan;

  private Trainer(SavedTraining training, PhaseSettings plan) {
    this.training = training;
    this.plan = plan;
  }

  /** A builder for the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains. A trainer trains once; build another for another run.
   *
   * @throws IllegalArgumentException if the folder for checkpoints has those of another run
   * @throws IllegalStateException if this trainer has trained before, another trains the network,
   *     or the network was closed
   * @throws NonFiniteLossException if the loss is not finite, subject to {@link
   *     Builder#whenNotFinite}
   * @throws TrainingStoppedException if the run was stopped or its budget is used up
   */
  public TrainingResult fit() {
    return train(Optional.empty(), false);
  }

  /**
   * Resumes an interrupted run from its newest checkpoint, and ends with the same bits as without
   * the interruption. A completed run gives its result again. If nothing was saved yet, the run
   * starts from the beginning.
   *
   * <p>The trainer must have the same settings. The number of workers, listeners, the budget, the
   * intervals of saving and the policy for values that are not finite may differ; so may versions,
   * kernels and threads, with a warning, as the last bits can then differ. Further checkpoints are
   * written to the folder set by {@link Builder#checkpoints}, which may be the same.
   *
   * @param folder the folder with the run's checkpoints
   * @throws IllegalArgumentException if other settings differ; the message lists them
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is intact
   */
  public TrainingResult resume(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), false);
  }

  /**
   * Resumes a run with a longer phase: like {@link #resume}, but with more epochs, and without the
   * guarantee of equal bits. A completed run continues with its final weights, the best ones if
   * they are restored, and with the optimizer's state after the last step.
   *
   * <p>From there on the learning rate follows the new length: one that is constant, or changes at
   * given epochs, is the same as in a run with that length from the beginning, and one that falls
   * over the phase continues at the value that it has there in the longer phase.
   *
   * @param folder the folder with the run's checkpoints
   * @throws IllegalArgumentException if the phase is not longer, or other settings differ
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is intact
   */
  public TrainingResult extend(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), true);
  }

  /**
   * Starts a new run from the weights of an old one of any trainer: its final weights or, if it was
   * interrupted, those of its newest checkpoint. Nothing else is taken from it.
   *
   * @param folder the folder with the old run's checkpoints
   * @throws IllegalArgumentException if there is no checkpoint
   * @throws org.dsd4j.data.CorruptDataException if there are some and none is intact, or they
   *     belong to another network
   */
  public TrainingResult fitFromWeights(Path folder) {
    training.loadWeights(folder);
    return fit();
  }

  /**
   * Ends the run after its current step, from any thread: the run saves a checkpoint, if it has a
   * folder for them, and throws {@link TrainingStoppedException}. Before a run, it ends after its
   * first step. Interrupting the thread that trains does the same.
   */
  public void stop() {
    training.stop();
  }

  private TrainingResult train(Optional<Path> from, boolean extending) {
    return training.run(from, () -> new TrainerRun(training.session(), plan, extending));
  }

  /** The settings of a {@link Trainer}. */
  public static final class Builder extends TrainingBuilder<Builder> {
    private @Nullable PhaseSettings plan;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** Sets the length of training and the learning rate. */
    public Builder epochs(Epochs epochs, LearningRate learningRate) {
      plan = Check.once("epochs", plan, phase(epochs, learningRate));
      return this;
    }

    private static PhaseSettings phase(Epochs epochs, LearningRate learningRate) {
      return new PhaseSettings(
          "training", Check.given("epochs", epochs), Check.given("learning rate", learningRate), 0);
    }

    /**
     * Checks all settings and builds the trainer.
     *
     * @throws IllegalArgumentException if a setting is missing or does not fit; the message says
     *     what was expected and what to do
     */
    public Trainer build() {
      PhaseSettings phase = required("epochs", plan);
      return new Trainer(savedTraining(), phase);
    }
  }
}
