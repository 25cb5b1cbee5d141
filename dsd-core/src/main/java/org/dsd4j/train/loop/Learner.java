package org.dsd4j.train.loop;

import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Updater;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhasePlan;

/**
 * Takes the steps of a run: what is below phases, validation, checkpoints and listeners. {@link
 * LocalLearner} takes them in this process, one batch a step. Another one may cut a step's batch
 * into parts that several processes compute.
 *
 * <p>The state of training is in the session's network and {@link Updater}: a learner starts each
 * step from what it finds there, and leaves there what the step makes of it. One that learns
 * elsewhere carries it there and back by {@link Network#snapshot()} and {@link Updater#snapshot()},
 * masks by {@link Parameter#mask}. Parts of a batch combine exactly by what losses weigh ({@link
 * org.dsd4j.loss.Loss}), parts of a data set are its {@linkplain org.dsd4j.data.Dataset#shard
 * shards}, and evaluations of parts {@linkplain org.dsd4j.evaluate.Evaluation#merge merge}.
 *
 * <p>Life: opened by a session; any number of epochs, one at a time; closed with the session.
 */
public interface Learner extends AutoCloseable {
  /** How many steps an epoch has. */
  long stepsPerEpoch();

  /**
   * Begins the steps of an epoch, or goes on with them.
   *
   * @param epochOfRun the number of the epoch in the whole run, from 0, which decides with the seed
   *     on what is learned in which order
   * @param firstStep the number of the first step in the epoch, from 0
   */
  Steps epoch(int epochOfRun, long firstStep);

  /**
   * Leaves in these parameters' gradients the mean over the first batches of a phase; nothing else
   * changes.
   *
   * @param mostBatches over how many, at most
   * @throws NonFiniteLossException if none is finite, or one is not where the run stops at such
   */
  void computeGradients(PhasePlan phase, int mostBatches, List<Parameter> parameters);

  @Override
  void close();

  /** The steps of one epoch, in order; closed when it is over or given up. */
  interface Steps extends AutoCloseable {
    /** Whether the epoch has another step. */
    boolean hasNext();

    /**
     * What is learned next, once its data are there.
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
    /** How many samples there are to learn from. */
    int samples();

    /**
     * Takes the step.
     *
     * @param at where in the run, with any loss
     * @throws NonFiniteLossException if the step is not finite; then nothing has changed, unless
     *     the run is to stop
     */
    TrainingStep.Taken take(TrainingListener.Step at);
  }

  /** Opens a session's learner. */
  @FunctionalInterface
  interface Factory {
    /**
     * Opens a learner.
     *
     * @param settings what to learn from and how, checked
     * @param updater of the network, which the session closes
     * @param notes takes what there is to tell of learning
     * @hidden
     */
    @Internal
    Learner open(TrainingSettings settings, Updater updater, Note.Book notes);
  }
}
