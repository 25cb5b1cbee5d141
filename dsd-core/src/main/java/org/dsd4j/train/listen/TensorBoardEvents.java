package org.dsd4j.train.listen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.PhasePlan;
import org.jspecify.annotations.Nullable;

/**
 * Writes event files that TensorBoard shows, while the run is on: {@code tensorboard --logdir
 * FOLDER}.
 *
 * <p>Each phase is a run of TensorBoard's, in a folder by its name, so that one chart shows all
 * phases in colours of their own. Steps count through the whole schedule; the control's are those
 * of its counterparts, so that both lie above each other. Tags:
 *
 * <ul>
 *   <li>{@code loss/step} and {@code learning_rate}, of at most 100 steps of an epoch, evenly
 *       spaced;
 *   <li>{@code loss/training}, {@code loss/validation}, {@code metrics/NAME}, {@code sparsity} (the
 *       share of all trained numbers that masks hold at zero) and {@code seconds} after each epoch,
 *       as in its {@link EpochRecord}.
 * </ul>
 *
 * <p>Every record goes to the system at once: a process that is killed leaves files that are read
 * up to the last one. A run that goes on begins new files, in which the steps since its checkpoint
 * come again and take the place of the earlier ones.
 */
public final class TensorBoardEvents implements TrainingListener {
  private static final int STEPS_OF_AN_EPOCH = 100;

  private final Path folder;
  private final Network network;
  private final InstantSource clock;
  private boolean replacing;
  private @Nullable EventFile file;
  private boolean started;
  private long stepsPerEpoch;

  TensorBoardEvents(Path folder, Network network, boolean replacing, InstantSource clock) {
    this.folder = Check.given("folder", folder);
    this.network = Check.given("network", network);
    this.replacing = replacing;
    this.clock = clock;
  }

  /**
   * Events of a new run, in place of those that earlier runs wrote into the folder.
   *
   * @param network whose sparsity is written
   */
  public static TensorBoardEvents into(Path folder, Network network) {
    return new TensorBoardEvents(folder, network, true, InstantSource.system());
  }

  /**
   * Events of a run that goes on, beside those that it wrote before.
   *
   * @param network whose sparsity is written
   */
  public static TensorBoardEvents behind(Path folder, Network network) {
    return new TensorBoardEvents(folder, network, false, InstantSource.system());
  }

  @Override
  public void phaseStarted(PhasePlan phase, long stepsPerEpoch) {
    if (replacing) {
      deleteEarlier();
      replacing = false;
    }
    close();
    this.stepsPerEpoch = stepsPerEpoch;
    String name = phase.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    file = EventFile.begin(folder.resolve(name), clock.instant());
    started = false;
  }

  @Override
  public void stepFinished(Step step) {
    long stride = (stepsPerEpoch + STEPS_OF_AN_EPOCH - 1) / STEPS_OF_AN_EPOCH;
    if (step.batch() % stride == 0) {
      Map<String, Double> scalars = new LinkedHashMap<>();
      scalars.put("loss/step", step.loss());
      scalars.put("learning_rate", step.learningRate());
      write(stepsBefore(step.phase(), step.epoch()) + step.batch(), scalars);
    }
  }

  @Override
  public void epochFinished(PhasePlan phase, EpochRecord epoch) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("loss/training", epoch.trainingLoss());
    epoch.validationLoss().ifPresent(loss -> scalars.put("loss/validation", loss));
    epoch.metrics().forEach((name, value) -> scalars.put("metrics/" + name, value));
    scalars.put("sparsity", SparsityReport.of(network).sparsity());
    scalars.put("seconds", epoch.seconds());
    write(stepsBefore(phase, epoch.epoch() + 1), scalars);
  }

  @Override
  public void runFinished() {
    close();
  }

  /** How many steps of the schedule come before an epoch of a phase. */
  private long stepsBefore(PhasePlan phase, int epoch) {
    return (phase.firstEpoch() + epoch - 1) * stepsPerEpoch;
  }

  private void write(long step, Map<String, Double> scalars) {
    EventFile opened = file;
    if (opened != null) {
      if (!started) {
        opened.start(clock.instant(), step);
        started = true;
      }
      opened.scalars(clock.instant(), step, scalars);
    }
  }

  private void close() {
    EventFile opened = file;
    if (opened != null) {
      file = null;
      opened.close();
    }
  }

  private void deleteEarlier() {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        for (Path earlier : files.filter(EventFile::isOne).toList()) {
          Files.delete(earlier);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            folder + ": earlier events cannot be deleted; name another folder (" + e + ")", e);
      }
    }
  }
}
