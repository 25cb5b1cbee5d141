package org.dsd4j.study.arm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.dsd.PhaseResult;
import org.dsd4j.nn.Network;
import org.dsd4j.study.row.EpochPoint;
import org.dsd4j.study.task.StudyData;
import org.dsd4j.study.task.StudyTask;
import org.jspecify.annotations.Nullable;

/**
 * One cell while an arm trains it: the network, the data, the shared dense phase, and what was
 * trained so far. For one thread.
 */
public final class ArmRun implements AutoCloseable {
  private final SharedDense dense;
  private final Path folder;
  private final List<EpochPoint> curve = new ArrayList<>();
  private @Nullable Network network;
  private int parts;

  /**
   * The run of one cell.
   *
   * @param folder where its checkpoints are kept
   */
  public ArmRun(SharedDense dense, Path folder) {
    this.dense = dense;
    this.folder = folder;
  }

  /** The task. */
  public StudyTask task() {
    return dense.task();
  }

  /** The data of this seed. */
  public StudyData data() {
    return dense.data();
  }

  /** The seed. */
  public long seed() {
    return dense.seed();
  }

  /** The network of this cell, with the initial weights of the seed at first. */
  public Network network() {
    Network known = network;
    if (known == null) {
      known = task().network(seed());
      network = known;
    }
    return known;
  }

  /** Takes the network of a changed task in place of the task's own, with initial weights. */
  public void takeNetwork(StudyTask changed) {
    close();
    network = changed.network(seed());
  }

  /** Gives the network the weights at the end of the dense phase. */
  public void startFromDense() {
    dense.restoreEnd(network());
    curve.addAll(dense.curve());
  }

  /** Gives the network the weights of the dense phase's epoch that is best on validation data. */
  public void startFromBestDense() {
    dense.restoreBest(network());
    curve.addAll(dense.curve());
  }

  /** The dense phase's epoch that is best on validation data, from 1. */
  public int bestDenseEpoch() {
    return dense.bestEpoch();
  }

  /**
   * Trains the network by these phases with the task's settings.
   *
   * @param settings sets what the task leaves open, such as the pruning
   */
  public void train(DsdSchedule phases, Consumer<DsdTrainer.Builder> settings) {
    train(task(), phases, settings);
  }

  /** Trains the network by these phases with the settings of a changed task. */
  public void train(StudyTask changed, DsdSchedule phases, Consumer<DsdTrainer.Builder> settings) {
    Path part = folder.resolve("part-" + ++parts);
    PhaseTraining training = PhaseTraining.of(changed, data(), seed(), part, dense.stop());
    try (DsdResult result = training.train(network(), phases, settings)) {
      for (PhaseResult phase : result.phases()) {
        curve.addAll(PhaseTraining.points(phase));
      }
    }
  }

  /** The epochs that the weights were trained for, in order. */
  public List<EpochPoint> curve() {
    return List.copyOf(curve);
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
