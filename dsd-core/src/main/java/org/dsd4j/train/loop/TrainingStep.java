package org.dsd4j.train.loop;

import java.util.List;
import java.util.Optional;
import org.dsd4j.data.Batch;
import org.dsd4j.evaluate.Passes;
import org.dsd4j.evaluate.TargetTensors;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.Memory;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.NonFinitePolicy;

/**
 * Takes steps of training: forward, loss, backward, update. Where a run is to go on after one that
 * is not finite, that is found before the update, and only statistics have moved by then: they are
 * put back.
 */
final class TrainingStep implements AutoCloseable {
  private final TrainingSettings settings;
  private final Network network;
  private final Updater updater;
  private final TargetTensors targets;
  private final boolean goesOn;
  private final Optional<KeptStatistics> statistics;

  TrainingStep(TrainingSettings settings, Updater updater, TargetTensors targets) {
    this.settings = settings;
    this.network = settings.network();
    this.updater = updater;
    this.targets = targets;
    this.goesOn = settings.whenNotFinite().action() != NonFinitePolicy.Action.STOP;
    this.statistics = goesOn ? Optional.of(new KeptStatistics(network)) : Optional.empty();
  }

  /**
   * A step that was taken.
   *
   * @param step where, with the loss
   * @param losses each output's
   */
  record Taken(TrainingListener.Step step, List<LossSum> losses) {}

  /**
   * Takes a step.
   *
   * @param at where, with any loss
   * @throws NonFiniteLossException if the step is not finite; then nothing has changed, unless the
   *     run is to stop
   */
  Taken take(TrainingListener.Step at, int epochOfRun, Batch batch) {
    return network.exclusively(() -> taken(at, epochOfRun, batch));
  }

  private Taken taken(TrainingListener.Step at, int epochOfRun, Batch batch) {
    statistics.ifPresent(KeptStatistics::keep);
    try {
      List<LossSum> losses = computeGradients(at, epochOfRun, batch);
      updater.step(at.learningRate());
      double loss = settings.objective().total(losses);
      return new Taken(
          new TrainingListener.Step(at.phase(), at.epoch(), at.batch(), loss, at.learningRate()),
          losses);
    } catch (NonFiniteLossException e) {
      statistics.ifPresent(KeptStatistics::putBack);
      throw e;
    }
  }

  /**
   * Leaves the gradients of a step in the parameters, without taking it. Statistics move.
   *
   * @throws NonFiniteLossException if the loss is not finite or, where the run is to go on then, a
   *     gradient or statistic
   */
  List<LossSum> computeGradients(TrainingListener.Step at, int epochOfRun, Batch batch) {
    Seed randomness = settings.seed().derive("step").derive(epochOfRun).derive(at.batch() - 1);
    NetworkPass pass = Passes.begin(network, Mode.TRAINING, batch);
    pass.forward(randomness);
    // The loss leaves its gradient at the network's outputs, from where backward starts.
    List<LossSum> losses = settings.objective().evaluateWithGradients(pass, targets.of(batch));
    double loss = settings.objective().total(losses);
    if (!Double.isFinite(loss)) {
      String place = pass.firstNonFinite().orElse("the loss itself");
      throw NonFiniteLossException.ofLoss(loss, place, at);
    }
    pass.backward();
    if (goesOn) {
      firstNonFinite()
          .ifPresent(
              what -> {
                throw NonFiniteLossException.of(what, at);
              });
    }
    return losses;
  }

  /** A ReLU may turn NaN into 0 on the way to the loss, and a large batch overflow a variance. */
  private Optional<String> firstNonFinite() {
    Memory memory = network.kernels().memory();
    return statistics
        .flatMap(KeptStatistics::firstNonFinite)
        .or(
            () ->
                network.parameters().stream()
                    .filter(Parameter::isTrained)
                    .filter(parameter -> !memory.allFinite(parameter.gradient()))
                    .map(parameter -> "the gradient of '" + parameter.name() + "'")
                    .findFirst());
  }

  @Override
  public void close() {
    statistics.ifPresent(KeptStatistics::close);
  }
}
