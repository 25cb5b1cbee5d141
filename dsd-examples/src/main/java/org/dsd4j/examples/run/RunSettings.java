package org.dsd4j.examples.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.examples.report.RunResult;
import org.dsd4j.nn.Network;
import org.dsd4j.prune.PruneDecision;
import picocli.CommandLine.ParseResult;

/** The settings of a run: its recipe's, overridden by options. */
final class RunSettings {
  private final Recipe recipe;
  private final RunOptions options;

  RunSettings(Recipe recipe, RunOptions options) {
    this.recipe = recipe;
    this.options = options;
  }

  BatchSize batch() {
    return options.batch(recipe.batch());
  }

  /**
   * The phases.
   *
   * @param trained whether the network was trained before, and has no dense phase
   */
  DsdSchedule schedule(boolean trained) {
    int epochs = epochs();
    int retrain = options.retrainEpochs(epochs);
    return trained
        ? recipe.scheduleOfTrained(rate(), retrain, rounds())
        : recipe.schedule(rate(), epochs, retrain, rounds());
  }

  /** The run's name and main metric. */
  RunResult.Subject subject(
      String name, int trainingSamples, int testSamples, List<RunResult.LeftOut> leftOut) {
    Measure measure = recipe.measure();
    return new RunResult.Subject(
        recipe.title(),
        name,
        recipe.samples(),
        trainingSamples,
        testSamples,
        measure.title(),
        measure.percent(),
        measure.metric().higherIsBetter(),
        leftOut);
  }

  /** The pruning decisions of the last sparse phase. */
  List<PruneDecision> decisions(Network network) {
    return recipe.pruning().decide(network, rounds().get(rounds().size() - 1));
  }

  /** The command that repeats the run. */
  String command(ParseResult given) {
    Map<String, String> chosen = new LinkedHashMap<>();
    chosen.put("--epochs", Integer.toString(epochs()));
    chosen.put("--retrain-epochs", Integer.toString(options.retrainEpochs(epochs())));
    chosen.put("--learning-rate", Double.toString(rate()));
    chosen.put("--batch", Integer.toString(batch().samples()));
    if (rounds().size() == 1) {
      chosen.put("--sparsity", rounds().get(0).toString());
    }
    return RepeatedCommand.of(given, chosen);
  }

  private int epochs() {
    return options.epochs(recipe.epochs());
  }

  private double rate() {
    return options.learningRate(recipe.rate());
  }

  private List<Double> rounds() {
    return options.sparsities(recipe.sparsities());
  }
}
