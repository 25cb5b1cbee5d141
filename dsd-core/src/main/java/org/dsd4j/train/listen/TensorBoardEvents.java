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
import org.dsd4j.train.record.PhaseSettings;
import org.jspecify.annotations.Nullable;

/**
 * Writes event files for TensorBoard during a run: {@code tensorboard --logdir FOLDER}.
 *
 * <p>Each phase is a run in TensorBoard, in a folder with its name, so that one chart shows all
 * phases in different colours. Steps are numbered through the whole schedule; the control has the
 * step numbers of its counterparts. Tags:
 *
 * <ul>
 *   <li>{@code loss/step} and {@code learning_rate}, of at most 100 steps of an epoch, evenly
 *       spaced;
 *   <li>{@code loss/training}, {@code loss/validation}, {@code metrics/NAME}, {@code sparsity} (the
 *       fraction of all trained elements that masks keep at zero) and {@code seconds} after each
 *       epoch, as in its {@link EpochRecord}.
 * </ul>
 *
 * <p>Every record is written at once: the files of a killed process are readable up to the last
 * one. A resumed run begins new files, in which the steps since its checkpoint appear again and
 * replace the earlier ones.
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
   * Writes a new run's events, replacing those of earlier runs in the folder.
   *
   * @param network the network whose sparsity is written
   */
  public static TensorBoardEvents into(Path folder, Network network) {
    return new TensorBoardEvents(folder, network, true, InstantSource.system());
  }

  /**
   * Writes a resumed run's events, beside its earlier ones.
   *
   * @param network the network whose sparsity is written
   */
  public static TensorBoardEvents behind(Path folder, Network network) {
    return new TensorBoardEvents(folder, network, false, InstantSource.system());
  }

  @Override
  public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
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
  public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
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

  /** The number of the schedule's steps before an epoch of a phase. */
  private long stepsBefore(PhaseSettings phase, int epoch) {
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
