package org.dsd4j.train.loop;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.data.Batch;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.evaluate.Passes;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Setbacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes statistics again: those of each batch normalisation become the mean over the first batches
 * of an epoch, with the augmentation and dropout that these had, by the weights as they are. Held
 * statistics, weights and optimizer state stay. A batch that leads to statistics that are not
 * finite is left out, unless the run stops at such; so is a last batch of one sample, which may
 * have no variance.
 */
final class FreshStatistics implements AutoCloseable {
  /** As in Wu and Johnson's experiments. */
  private static final int MOST_BATCHES = 200;

  static final String DESCRIPTION =
      "taken again after each epoch from its first " + MOST_BATCHES + " batches";
  private static final Logger LOG = LoggerFactory.getLogger(FreshStatistics.class);

  private final TrainingSettings settings;
  private final Network network;
  private final Note.Book notes;
  private final DataLoader loader;
  private final KeptStatistics before;

  FreshStatistics(TrainingSettings settings, Note.Book notes) {
    this.settings = settings;
    this.network = settings.network();
    this.notes = notes;
    this.loader = settings.trainingLoader();
    this.before = new KeptStatistics(network);
  }

  /**
   * Takes them after the last step of an epoch.
   *
   * @return how many batches they are the mean of; 0 where the network gathers none
   * @throws NonFiniteLossException if a batch leads to others than finite ones and the run stops at
   *     such
   */
  int take(PhaseSettings phase, TrainingListener.Step last) {
    if (isNothingGathered()) {
      return 0;
    }
    int epochOfRun = phase.firstEpoch() + last.epoch() - 1;
    int most = (int) Math.min(MOST_BATCHES, loader.batchesPerEpoch());
    int taken = 0;
    network.resetState();
    try (EpochBatches batches = loader.epoch(epochOfRun, 0)) {
      for (int i = 1; i <= most; i++) {
        Batch batch = batches.next();
        boolean single = batch.size() == 1 && taken > 0;
        Setbacks.Place place = new Setbacks.Place(last.epoch(), i);
        if (!single && !phase.followed().skipped().contains(place)) {
          taken += average(batch, taken + 1, at(last, i), epochOfRun) ? 1 : 0;
        }
      }
    }
    network.resetState();
    return taken;
  }

  private boolean isNothingGathered() {
    Set<String> held = Set.copyOf(network.heldStatistics());
    List<Parameter> statistics = network.statistics();
    return statistics.stream()
        .noneMatch(p -> p.role() == Role.STATISTIC && !held.contains(p.layer()));
  }

  private static TrainingListener.Step at(TrainingListener.Step last, long batch) {
    return new TrainingListener.Step(last.phase(), last.epoch(), batch, 0, last.learningRate());
  }

  /** Whether the batch is one of those that they are the mean of. */
  private boolean average(Batch batch, int number, TrainingListener.Step at, int epochOfRun) {
    return network.exclusively(
        () -> {
          before.keep();
          Passes.begin(network, Mode.TRAINING, batch)
              .averagingStatistics(number)
              .forward(settings.randomness(at, epochOfRun));
          Optional<String> lost = before.firstNonFinite();
          lost.ifPresent(what -> leaveOut(what, at));
          return lost.isEmpty();
        });
  }

  private void leaveOut(String lost, TrainingListener.Step at) {
    before.putBack();
    NonFiniteLossException reason = NonFiniteLossException.of(lost, at.place(), at.learningRate());
    if (!settings.goesOn()) {
      throw reason;
    }
    notes.warning(LOG, reason.reason() + "; the batch is left out of the statistics taken again");
  }

  @Override
  public void close() {
    loader.close();
    before.close();
  }
}
