package org.dsd4j.train;

import java.nio.file.Path;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.train.checkpoint.SavedTraining;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.PhasePlan;
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
  private final PhasePlan plan;

  private Trainer(SavedTraining training, PhasePlan plan) {
    this.training = training;
    this.plan = plan;
  }

  /** Starts the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains. A trainer trains once; build another for another run.
   *
   * @throws IllegalArgumentException if the folder for checkpoints has those of another run
   * @throws IllegalStateException if this trainer has trained before, another trains the network,
   *     or the network was closed
   * @throws NonFiniteLossException if the loss is not a finite number, as {@link
   *     Builder#whenNotFinite} says
   * @throws TrainingStoppedException if the run was stopped or its budget used up
   */
  public TrainingResult fit() {
    return train(Optional.empty(), false);
  }

  /**
   * Goes on with a run that was cut, where its newest checkpoint left it, and ends with the bits
   * that it would have had. A run that was over gives its result again. Where nothing was saved
   * yet, the run starts from the beginning.
   *
   * <p>The trainer must be set as it was then. The number of workers, listeners, the budget, when
   * to save and what to do where numbers are not finite may differ; versions, kernels and threads
   * too, which is logged, as last bits may come out differently. Checkpoints go on where {@link
   * Builder#checkpoints} says, which may be the same folder.
   *
   * @param folder where the run was saved
   * @throws IllegalArgumentException if other settings differ; the message lists them
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is whole
   */
  public TrainingResult resume(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), false);
  }

  /**
   * Goes on with a run whose phase is to be longer than it was: as {@link #resume}, but with more
   * epochs, and without the promise of equal bits. A run that was over goes on with the weights
   * that it ended with, the best ones where they are restored, and with the optimizer's state after
   * the last step.
   *
   * <p>From there on the learning rate is laid out for the new length: one that is constant, or
   * changes at given epochs, goes as in a run that was so long from the beginning, and one that
   * falls over the phase takes up at the height that it has there in the longer one.
   *
   * @param folder where the run was saved
   * @throws IllegalArgumentException if nothing is longer, or other settings differ
   * @throws org.dsd4j.data.CorruptDataException if there are checkpoints and none is whole
   */
  public TrainingResult extend(Path folder) {
    return train(Optional.of(Check.given("folder", folder)), true);
  }

  /**
   * Starts a new run from the weights of an old one of any trainer: those that it ended with or, if
   * it was cut, those of its newest checkpoint. Nothing else is taken from it.
   *
   * @param folder where the old run was saved
   * @throws IllegalArgumentException if there is no checkpoint
   * @throws org.dsd4j.data.CorruptDataException if there are some and none is whole, or they are of
   *     another network
   */
  public TrainingResult fitFromWeights(Path folder) {
    training.loadWeights(folder);
    return fit();
  }

  /**
   * Ends the run after the step that it is at, from any thread: it saves where it stands, if it was
   * told where to, and throws {@link TrainingStoppedException}. Before a run, it ends after its
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
    private @Nullable PhasePlan plan;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** How long and at what rate. */
    public Builder epochs(Epochs epochs, LearningRate learningRate) {
      plan = Check.once("epochs", plan, phase(epochs, learningRate));
      return this;
    }

    private static PhasePlan phase(Epochs epochs, LearningRate learningRate) {
      return new PhasePlan(
          "training", Check.given("epochs", epochs), Check.given("learning rate", learningRate), 0);
    }

    /**
     * Checks all settings and builds the trainer.
     *
     * @throws IllegalArgumentException if a setting is missing or does not fit; the message says
     *     what was expected and what to do
     */
    public Trainer build() {
      PhasePlan phase = required("epochs", plan);
      return new Trainer(savedTraining(), phase);
    }
  }
}
