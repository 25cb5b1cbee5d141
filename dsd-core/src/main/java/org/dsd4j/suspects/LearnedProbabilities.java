package org.dsd4j.suspects;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.dsd4j.data.Dataset;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;

/**
 * Takes a network's probabilities for its training samples as it is trained: at the end of each
 * phase, with the weights of its last epoch, and of chosen epochs.
 */
public final class LearnedProbabilities implements TrainingListener {
  private final Network network;
  private final Dataset training;
  private final Set<Integer> epochs;
  private final Map<String, ClassProbabilities> taken = new LinkedHashMap<>();

  private LearnedProbabilities(Network network, Dataset training, Set<Integer> epochs) {
    this.network = network;
    this.training = training;
    this.epochs = epochs;
  }

  /**
   * A listener for one run.
   *
   * @param network the network that is trained
   * @param training the samples to judge, usually those that are trained on, without augmentation
   * @param epochs the epochs of each phase, from 1, after which probabilities are taken, too
   */
  public static LearnedProbabilities of(Network network, Dataset training, Integer... epochs) {
    for (int epoch : epochs) {
      Check.positive("epoch to take probabilities after", epoch);
    }
    return new LearnedProbabilities(
        Check.given("network", network), Check.given("training", training), Set.of(epochs));
  }

  @Override
  public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
    if (epochs.contains(epoch.epoch())) {
      taken.put(place(phase.name(), epoch.epoch()), ClassProbabilities.of(network, training));
    }
  }

  @Override
  public void phaseFinished(PhaseSettings phase, PhaseRecord record) {
    taken.put(phase.name(), ClassProbabilities.of(network, training));
  }

  private static String place(String phase, int epoch) {
    return phase + ", epoch " + epoch;
  }

  /**
   * The probabilities at the end of a phase.
   *
   * @param phase its name, such as {@code dense}, {@code sparse} or {@code sparse 2}
   * @throws IllegalArgumentException if it has not ended; the message lists what there is
   */
  public ClassProbabilities after(String phase) {
    return at(phase);
  }

  /**
   * The probabilities after an epoch of a phase, from 1.
   *
   * @throws IllegalArgumentException if it was not asked for or has not ended; the message lists
   *     what there is
   */
  public ClassProbabilities after(String phase, int epoch) {
    return at(place(phase, epoch));
  }

  private ClassProbabilities at(String place) {
    ClassProbabilities found = taken.get(place);
    if (found == null) {
      throw new IllegalArgumentException(
          Check.message(
              "probabilities after", "one of " + taken.keySet(), place, "name one of these"));
    }
    return found;
  }
}
