package org.dsd4j.train.loop;

import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Updater;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseSettings;

/**
 * Takes the steps of a run; phases, validation, checkpoints and listeners are above it. {@link
 * LocalLearner} takes them in this process, one batch per step. Another implementation may divide a
 * step's batch into parts that several processes compute.
 *
 * <p>The state of training is in the session's network and {@link Updater}: a learner starts each
 * step from this state, and writes the new state there. One that computes elsewhere transfers the
 * state by {@link Network#snapshot()} and {@link Updater#snapshot()}, masks by {@link
 * Parameter#mask}. Parts of a batch combine exactly by the weights of losses ({@link
 * org.dsd4j.loss.Loss}), parts of a data set are its {@linkplain org.dsd4j.data.Dataset#shard
 * shards}, and evaluations of parts {@linkplain org.dsd4j.evaluate.Evaluation#merge merge}.
 *
 * <p>Life cycle: opened by a session; any number of epochs, one at a time; closed with the session.
 */
public interface Learner extends AutoCloseable {
  /** The number of steps of an epoch. */
  long stepsPerEpoch();

  /**
   * Begins or continues the steps of an epoch.
   *
   * @param epochOfRun the number of the epoch in the whole run, from 0, which with the seed
   *     determines the order of the data
   * @param firstStep the number of the first step in the epoch, from 0
   */
  Steps epoch(int epochOfRun, long firstStep);

  /**
   * Computes the mean gradients of these parameters over the first batches of a phase; nothing else
   * is changed.
   *
   * @param mostBatches the largest number of batches
   * @throws NonFiniteLossException if none is finite, or one is not where the run stops at such
   */
  void computeGradients(PhaseSettings phase, int mostBatches, List<Parameter> parameters);

  @Override
  void close();

  /** The steps of one epoch, in order; closed at its end or when it is abandoned. */
  interface Steps extends AutoCloseable {
    /** Whether the epoch has another step. */
    boolean hasNext();

    /**
     * Returns the next step, once its data are ready.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it
     *     waits
     */
    Next next();

    @Override
    void close();
  }

  /** The data of the next step. */
  interface Next {
    /** The number of samples of the step. */
    int samples();

    /**
     * Takes the step.
     *
     * @param at the place in the run, with any loss
     * @throws NonFiniteLossException if the step is not finite; then nothing is changed, unless the
     *     run stops
     */
    TrainingStep.Taken take(TrainingListener.Step at);
  }

  /** Opens a session's learner. */
  @FunctionalInterface
  interface Factory {
    /**
     * Opens a learner.
     *
     * @param settings the checked settings
     * @param updater the network's updater, which the session closes
     * @param notes receives the notes of training
     * @hidden
     */
    @Internal
    Learner open(TrainingSettings settings, Updater updater, Note.Book notes);
  }
}
