package org.dsd4j.train.loop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.evaluate.Evaluation;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.evaluate.SampleIndices;
import org.dsd4j.evaluate.SampleShapes;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Memory;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.listen.Listeners;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.EpochScore;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.LearnedPart;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.record.Standing;
import org.dsd4j.train.state.TrainingState;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network in training with its optimizer's state and its data: runs one phase after the other.
 *
 * <p>Life cycle: opened by a trainer's builder, which has checked all settings; any number of
 * phases; closed. The network is not closed with it.
 */
public final class TrainingSession implements AutoCloseable {
  private final TrainingSettings settings;
  private final Network network;
  private final Updater updater;
  private final Optional<DataLoader> validationLoader;
  private final Learner learner;
  private final Optional<FreshStatistics> statistics;
  private final Listeners listeners;
  private final Note.Book notes = new Note.Book();
  private boolean finished;

  /**
   * @hidden
   */
  @Internal
  public TrainingSession(TrainingSettings settings) {
    this.settings = settings;
    this.network = settings.network();
    this.listeners = new Listeners(settings.listeners(), notes);
    settings.objective().noteProbabilities(notes);
    Check.argument(
        network.parameters().stream().anyMatch(Parameter::isTrained),
        "network",
        "at least one parameter to train",
        "frozen ones alone",
        "unfreeze the parameters to train");
    this.validationLoader =
        settings
            .validation()
            .map(
                dataset ->
                    DataLoader.builder(dataset, settings.batchSize())
                        .workers(settings.workers())
                        .build());
    checkSamples();
    // Loads ND4J, in whose arrays weights are kept between epochs, so that no step waits for it and
    // memory is steady from the first one on.
    Nd4j.getEnvironment();
    this.updater =
        new Updater(network, settings.optimizer(), settings.clipping(), settings.factors());
    this.learner = settings.learner().open(settings, updater, notes);
    this.statistics =
        settings.statisticsAgain()
            ? Optional.of(new FreshStatistics(settings, notes))
            : Optional.empty();
  }

  private void checkSamples() {
    SampleShapes.checkClasses(settings.training());
    try (DataLoader loader = settings.trainingLoader()) {
      SampleShapes.check(network, settings.training(), loader);
      SampleIndices.check(network, settings.training(), settings.transform(), loader.spec());
    }
    settings.objective().check(settings.training(), List.of());
    settings
        .validation()
        .ifPresent(
            dataset -> {
              DataLoader loader = validationLoader.orElseThrow();
              SampleShapes.check(network, dataset, loader);
              SampleIndices.check(network, dataset, Transform.identity(), loader.spec());
              settings.objective().check(dataset, settings.metrics());
            });
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** The updater of the weights, with its state. */
  public Updater updater() {
    return updater;
  }

  /** The seed of the whole run. */
  public Seed seed() {
    return settings.seed();
  }

  /** The settings, data and versions of this run, for its provenance. */
  public Provenance provenance(Map<String, String> furtherSettings) {
    return ProvenanceCollector.collect(settings, furtherSettings);
  }

  /**
   * Notifies all listeners of a written checkpoint.
   *
   * @hidden
   */
  @Internal
  public void checkpointWritten(Path file) {
    listeners.checkpointWritten(file);
  }

  /**
   * Notifies all listeners of a checkpoint that could not be written.
   *
   * @hidden
   */
  @Internal
  public void checkpointFailed(String reason) {
    listeners.checkpointFailed(reason);
  }

  /** Notifies all listeners, once, that the run is over. */
  public void finish() {
    if (!finished) {
      finished = true;
      listeners.runFinished();
    }
  }

  /** The notes of the run. */
  public Note.Book notes() {
    return notes;
  }

  /**
   * Trains for the length of the phase, with validation after each epoch.
   *
   * @throws NonFiniteLossException if the loss is not a finite number
   */
  public PhaseRecord run(PhaseSettings phase) {
    return run(phase, PhaseProgress.beginning(), where -> {});
  }

  /**
   * Trains the rest of a phase; weights, masks and optimizer state must be those at the
   * interruption.
   *
   * @param from the progress of the phase
   * @param guard is called after each step
   * @throws NonFiniteLossException if the loss is not a finite number
   * @throws TrainingStoppedException if the guard ended the run
   */
  public PhaseRecord run(PhaseSettings phase, PhaseProgress from, StepGuard guard) {
    return new PhaseRun(this, phase, from, guard).run();
  }

  /**
   * Continues a completed phase up to this number of epochs.
   *
   * @param record its result; the phase takes over its best weights
   */
  public PhaseProgress reopened(PhaseRecord record, Epochs epochs) {
    Standing standing = Standing.none();
    for (EpochRecord epoch : record.epochs()) {
      standing = standing.judged(score(epoch), Optional.of(record.best()), epochs);
    }
    PhaseProgress over =
        new PhaseProgress(
            record.epochs(),
            LearnedPart.none(),
            0,
            standing,
            record.setbacks(),
            record.stretches(),
            Optional.empty());
    return over.lasting(epochs.count());
  }

  /** The number of steps of an epoch. */
  public long stepsPerEpoch() {
    return learner.stepsPerEpoch();
  }

  /** Writes the mean over a phase's first batches into the gradients; nothing else changes. */
  public void computeGradients(PhaseSettings phase, int mostBatches, List<Parameter> parameters) {
    learner.computeGradients(phase, mostBatches, parameters);
  }

  /**
   * Takes statistics again after an epoch, if that was asked for.
   *
   * @param last the epoch's last step
   * @return the number of batches that they are the mean of
   */
  int takeStatisticsAgain(PhaseSettings phase, TrainingListener.Step last) {
    return statistics.map(fresh -> fresh.take(phase, last)).orElse(0);
  }

  TrainingListener listeners() {
    return listeners;
  }

  Learner learner() {
    return learner;
  }

  NonFinitePolicy whenNotFinite() {
    return settings.whenNotFinite();
  }

  /** Whether nothing of an epoch was learned. */
  boolean isAllSkipped(LearnedPart epoch) {
    return epoch.skippedSamples() == settings.training().size();
  }

  /** The mean loss over the learned batches. */
  double meanTrainingLoss(LearnedPart epoch) {
    return settings.objective().total(epoch.losses());
  }

  /** The first of all weights, statistics and state arrays that has values that are not finite. */
  Optional<String> firstNonFinite() {
    Memory memory = network.kernels().memory();
    return Stream.concat(network.parameters().stream(), network.statistics().stream())
        .filter(parameter -> !memory.allFinite(parameter.value()))
        .map(parameter -> "'" + parameter.name() + "'")
        .findFirst()
        .or(updater::firstNonFiniteState);
  }

  /** A copy of all that a step changes, for a step back, which the caller closes. */
  public TrainingState state() {
    return TrainingState.copyOf(network, updater);
  }

  /** Sets weights, statistics and optimizer state to those of a state. */
  public void restore(TrainingState state) {
    state.restoreTo(network, updater);
  }

  /**
   * Measures loss and metrics on the validation data, if there are any, with the current weights.
   */
  Optional<Evaluation> evaluate() {
    Evaluator evaluator = settings.objective().evaluator();
    return validationLoader.map(loader -> evaluator.evaluate(loader, settings.metrics()));
  }

  EpochScore score(EpochRecord record) {
    if (!settings.metrics().isEmpty()) {
      Metric metric = settings.metrics().get(0);
      double value = record.metrics().getOrDefault(metric.name(), Double.NaN);
      return new EpochScore(metric.name(), value, metric.higherIsBetter());
    }
    return record.validationLoss().isPresent()
        ? new EpochScore("validation loss", record.validationLoss().getAsDouble(), false)
        : new EpochScore("training loss", record.trainingLoss(), false);
  }

  @Override
  public void close() {
    learner.close();
    statistics.ifPresent(FreshStatistics::close);
    validationLoader.ifPresent(DataLoader::close);
    updater.close();
  }
}
