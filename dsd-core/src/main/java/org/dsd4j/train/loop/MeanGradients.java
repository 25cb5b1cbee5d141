package org.dsd4j.train.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.dsd4j.data.Batch;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mean gradient over the first steps of a phase, without taking them: over the same batches,
 * and with the same dropout, as those steps. Each batch has its weight in the mean of the main
 * loss. Weights, statistics and optimizer state do not change. Batches that are not finite are left
 * out, unless the run stops at such.
 */
final class MeanGradients {
  private static final Logger LOG = LoggerFactory.getLogger(MeanGradients.class);

  private final TrainingSettings settings;
  private final Network network;
  private final DataLoader loader;
  private final TrainingStep step;
  private final Note.Book notes;
  private final KeptStatistics atStart;
  private final Map<Parameter, Tensor> sums = new LinkedHashMap<>();
  private LossSum first = LossSum.NOTHING;
  private double weight;
  private int count;

  MeanGradients(TrainingSettings settings, DataLoader loader, Note.Book notes) {
    this.settings = settings;
    this.network = settings.network();
    this.loader = loader;
    this.step = new TrainingStep(network, settings.objective(), rate -> {}, settings.goesOn());
    this.notes = notes;
    this.atStart = new KeptStatistics(network);
  }

  private Kernels kernels() {
    return network.kernels();
  }

  /**
   * Writes the means over at most {@code mostBatches} batches into the parameters' gradients.
   *
   * @throws NonFiniteLossException if none was finite, or one was not and the run stops at such
   */
  void compute(PhaseSettings phase, int most, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      Tensor value = parameter.value();
      sums.put(parameter, kernels().memory().allocate(value.type(), value.shape()));
    }
    try {
      compute(phase, Math.min(most, loader.batchesPerEpoch()));
    } finally {
      close();
    }
  }

  private void compute(PhaseSettings phase, long batches) {
    atStart.keep();
    try {
      network.resetState();
      sumUp(phase, batches);
    } finally {
      atStart.putBack();
    }
    if (count == 0) {
      throw NonFiniteLossException.ofAllBatches(at(phase, batches));
    }
    LOG.info("{}: gradients of {} batches, by which weights are pruned", phase.name(), count);
    sums.forEach(
        (parameter, sum) ->
            set(parameter.gradient(), Expression.of(sum).times(weight == 0 ? 0 : 1 / weight)));
  }

  /** An interrupt ends the run after the phase's first step, when there is a mask to save. */
  private void sumUp(PhaseSettings phase, long batches) {
    boolean interrupted = false;
    long done = 0;
    try {
      while (done < batches) {
        try (EpochBatches loaded = loader.epoch(phase.firstEpoch(), done)) {
          while (done < batches) {
            Batch batch = loaded.next();
            done++;
            add(at(phase, done), phase.firstEpoch(), batch);
          }
        } catch (CancellationException e) {
          if (!Thread.interrupted()) {
            throw e;
          }
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void add(TrainingListener.Step at, int epochOfRun, Batch batch) {
    LossSum loss;
    try {
      loss =
          step.take(batch, at.learningRate(), settings.randomness(at, epochOfRun), at::place)
              .losses()
              .get(0);
    } catch (NonFiniteLossException e) {
      if (!settings.goesOn()) {
        throw e;
      }
      notes.warning(LOG, e.reason() + "; the batch is left out of the score for pruning");
      return;
    }
    count++;
    first = first.weight() == 0 ? loss : first;
    // Relative to the first weight, so that batches of equal weight are summed without scaling.
    double share = loss.shareOf(first);
    weight += share;
    sums.forEach(
        (parameter, sum) ->
            set(sum, Expression.of(sum).plus(Expression.of(parameter.gradient()).times(share))));
  }

  private void set(Tensor tensor, Expression value) {
    kernels().elementwise().run(List.of(new Assignment(tensor, value)));
  }

  /** A step of the phase's first epoch. */
  private TrainingListener.Step at(PhaseSettings phase, long batch) {
    long steps = loader.batchesPerEpoch();
    double rate = phase.learningRate().over(phase.epochs().count() * steps, steps).at(batch - 1);
    return new TrainingListener.Step(phase, 1, batch, 0, rate);
  }

  private void close() {
    atStart.close();
    step.close();
    sums.values().forEach(kernels().memory()::release);
    sums.clear();
  }
}
