package org.dsd4j.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.dsd4j.data.Batch;
import org.dsd4j.data.DataLoader;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.EpochBatches;
import org.dsd4j.internal.Check;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Mode;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.Parameter;
import org.dsd4j.optim.Updater;
import org.dsd4j.schedule.Schedule;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network in training with its optimizer's state and its data: runs one phase after the other.
 *
 * <p>Life: opened by a trainer's builder, which has checked all settings; any number of phases;
 * closed. The network is not closed with it.
 */
public final class TrainingSession implements AutoCloseable {
  private final TrainingSettings settings;
  private final Network network;
  private final Updater updater;
  private final DataLoader trainingLoader;
  private final Optional<DataLoader> validationLoader;
  private final TargetTensors targets;
  private final List<TrainingListener> listeners;

  TrainingSession(TrainingSettings settings) {
    this.settings = settings;
    this.network = settings.network();
    this.listeners = settings.listeners();
    Check.argument(
        network.parameters().stream().anyMatch(Parameter::isTrained),
        "network",
        "at least one parameter to train",
        "frozen ones alone",
        "unfreeze what is to be trained");
    this.trainingLoader =
        DataLoader.builder(settings.training(), settings.batchSize())
            .transform(settings.transform())
            .batchTransform(settings.batchTransform())
            .seed(settings.seed().derive("data"))
            .shuffle(true)
            .workers(settings.workers())
            .build();
    this.validationLoader =
        settings
            .validation()
            .map(
                dataset ->
                    DataLoader.builder(dataset, settings.batchSize())
                        .workers(settings.workers())
                        .build());
    check(settings.training(), trainingLoader);
    settings.validation().ifPresent(dataset -> check(dataset, validationLoader.orElseThrow()));
    // Loads ND4J, in whose arrays weights are kept between epochs, so that no step waits for it and
    // memory is steady from the first one on.
    Nd4j.getEnvironment();
    this.updater =
        new Updater(network, settings.optimizer(), settings.clipping(), settings.factors());
    this.targets = new TargetTensors(network);
  }

  private void check(Dataset dataset, DataLoader loader) {
    SampleShapes.check(network, dataset, loader);
    settings.objective().check(dataset);
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** What moves the weights, with its state. */
  public Updater updater() {
    return updater;
  }

  /** The seed of the whole run. */
  public Seed seed() {
    return settings.seed();
  }

  /** What this run was set to and computed with, for its provenance. */
  public Provenance provenance(Map<String, String> furtherSettings) {
    return ProvenanceCollector.collect(settings, furtherSettings);
  }

  /** Tells all listeners that nothing more will come. */
  public void finish() {
    listeners.forEach(TrainingListener::runFinished);
  }

  /**
   * Trains for the length of the phase, with validation after each epoch.
   *
   * @throws NonFiniteLossException if the loss is not a finite number
   */
  public PhaseRecord run(PhasePlan phase) {
    long stepsPerEpoch = trainingLoader.batchesPerEpoch();
    Schedule rate =
        phase.learningRate().over(phase.epochs().count() * stepsPerEpoch, stepsPerEpoch);
    listeners.forEach(listener -> listener.phaseStarted(phase, stepsPerEpoch));
    List<EpochRecord> records = new ArrayList<>();
    BestEpoch best = new BestEpoch(phase.epochs());
    while (records.size() < phase.epochs().count() && !best.isTimeToStop()) {
      EpochRecord record = runEpoch(phase, records.size() + 1, rate);
      records.add(record);
      best.judge(record.epoch(), score(record), network);
      listeners.forEach(listener -> listener.epochFinished(phase, record));
    }
    if (phase.epochs().restoresBest()) {
      network.restore(best.get().weights());
    }
    PhaseRecord result =
        new PhaseRecord(
            phase.name(),
            records,
            score(records.get(records.size() - 1)),
            best.get(),
            records.size() < phase.epochs().count());
    listeners.forEach(listener -> listener.phaseFinished(phase, result));
    return result;
  }

  private EpochRecord runEpoch(PhasePlan phase, int epoch, Schedule rate) {
    long start = System.nanoTime();
    int epochOfRun = phase.firstEpoch() + epoch - 1;
    long stepsBefore = (epoch - 1) * trainingLoader.batchesPerEpoch();
    double lossSum = 0;
    double lastRate = 0;
    try (EpochBatches batches = trainingLoader.epoch(epochOfRun)) {
      for (long i = 0; batches.hasNext(); i++) {
        Batch batch = batches.next();
        lastRate = rate.at(stepsBefore + i);
        Seed randomness = settings.seed().derive("step").derive(epochOfRun).derive(i);
        TrainingListener.Step step =
            step(new TrainingListener.Step(phase, epoch, i + 1, 0, lastRate), batch, randomness);
        lossSum += step.loss() * batch.size();
        listeners.forEach(listener -> listener.stepFinished(step));
      }
    }
    checkFinite(phase, epoch, lastRate);
    Evaluation evaluation = evaluate();
    return new EpochRecord(
        epoch,
        lossSum / settings.training().size(),
        evaluation.loss(),
        evaluation.metrics(),
        lastRate,
        (System.nanoTime() - start) / 1e9);
  }

  private void checkFinite(PhasePlan phase, int epoch, double learningRate) {
    Stream.concat(network.parameters().stream(), network.statistics().stream())
        .filter(parameter -> !network.kernels().memory().allFinite(parameter.value()))
        .findFirst()
        .ifPresent(
            parameter -> {
              throw new NonFiniteLossException(parameter.name(), phase.name(), epoch, learningRate);
            });
  }

  /** One step of training: forward, loss, backward, update. */
  private TrainingListener.Step step(TrainingListener.Step at, Batch batch, Seed randomness) {
    NetworkPass pass = network.begin(Mode.TRAINING, batch.size());
    pass.setInput(0, batch.features().shape(), batch.features().array());
    pass.forward(randomness);
    // The loss leaves its gradient at the network's outputs, from where backward starts.
    double loss = settings.objective().evaluateWithGradients(pass, targets.of(batch));
    if (!Double.isFinite(loss)) {
      String place = pass.firstNonFinite().orElse("the loss itself");
      throw new NonFiniteLossException(
          loss, at.phase().name(), at.epoch(), at.batch(), place, at.learningRate());
    }
    pass.backward();
    updater.step(at.learningRate());
    return new TrainingListener.Step(at.phase(), at.epoch(), at.batch(), loss, at.learningRate());
  }

  /**
   * Loss and metrics on the validation data; empty without any.
   *
   * @param loss the mean main loss
   * @param metrics the metrics by name, in the order in which they were given
   */
  public record Evaluation(OptionalDouble loss, Map<String, Double> metrics) {}

  /** Measures loss and metrics on the validation data with the weights as they are. */
  public Evaluation evaluate() {
    if (validationLoader.isEmpty()) {
      return new Evaluation(OptionalDouble.empty(), Map.of());
    }
    Map<String, Metric.Evaluation> evaluations = new LinkedHashMap<>();
    settings.metrics().forEach(metric -> evaluations.put(metric.name(), metric.start()));
    double lossSum = 0;
    try (EpochBatches batches = validationLoader.get().epoch(0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        NetworkPass pass = network.begin(Mode.INFERENCE, batch.size());
        pass.setInput(0, batch.features().shape(), batch.features().array());
        pass.forward(settings.seed());
        lossSum += settings.objective().evaluate(pass, targets.of(batch)) * batch.size();
        Tensor output = pass.output();
        float[] values = output.toFloats();
        evaluations
            .values()
            .forEach(metric -> metric.add(output.shape(), values, batch.targets().array()));
      }
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    evaluations.forEach((name, evaluation) -> metrics.put(name, evaluation.value()));
    double size = settings.validation().orElseThrow().size();
    return new Evaluation(OptionalDouble.of(lossSum / size), metrics);
  }

  private Score score(EpochRecord record) {
    if (!settings.metrics().isEmpty()) {
      Metric metric = settings.metrics().get(0);
      double value = record.metrics().getOrDefault(metric.name(), Double.NaN);
      return new Score(metric.name(), value, metric.higherIsBetter());
    }
    return record.validationLoss().isPresent()
        ? new Score("validation loss", record.validationLoss().getAsDouble(), false)
        : new Score("training loss", record.trainingLoss(), false);
  }

  @Override
  public void close() {
    trainingLoader.close();
    validationLoader.ifPresent(DataLoader::close);
    updater.close();
    targets.close();
  }
}
