package org.dsd4j.train.loop;

import java.util.List;
import org.dsd4j.data.Batch;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Updater;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseSettings;

/**
 * Learns in this process, one batch a step.
 *
 * @hidden
 */
@Internal
public final class LocalLearner implements Learner {
  private final TrainingSettings settings;
  private final DataLoader loader;
  private final TrainingStep step;
  private final Note.Book notes;

  /** A learner of checked settings. */
  public LocalLearner(TrainingSettings settings, Updater updater, Note.Book notes) {
    this.settings = settings;
    this.notes = notes;
    this.loader = settings.trainingLoader();
    this.step =
        new TrainingStep(
            settings.network(), settings.objective(), updater::step, settings.goesOn());
  }

  @Override
  public long stepsPerEpoch() {
    return loader.batchesPerEpoch();
  }

  @Override
  public Steps epoch(int epochOfRun, long firstStep) {
    EpochBatches batches = loader.epoch(epochOfRun, firstStep);
    return new Steps() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public Next next() {
        return of(batches.next(), epochOfRun);
      }

      @Override
      public void close() {
        batches.close();
      }
    };
  }

  private Next of(Batch batch, int epochOfRun) {
    return new Next() {
      @Override
      public int samples() {
        return batch.size();
      }

      @Override
      public TrainingStep.Taken take(TrainingListener.Step at) {
        return step.take(batch, at.learningRate(), settings.randomness(at, epochOfRun), at::place);
      }
    };
  }

  @Override
  public void computeGradients(PhaseSettings phase, int mostBatches, List<Parameter> parameters) {
    new MeanGradients(settings, loader, notes).compute(phase, mostBatches, parameters);
  }

  @Override
  public void close() {
    loader.close();
    step.close();
  }
}
