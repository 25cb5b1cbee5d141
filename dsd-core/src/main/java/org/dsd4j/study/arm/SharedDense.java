package org.dsd4j.study.arm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.study.row.EpochPoint;
import org.dsd4j.study.task.StudyData;
import org.dsd4j.study.task.StudyTask;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.jspecify.annotations.Nullable;

/**
 * The dense phase that the arms of one task and seed share: trained when an arm first asks for it,
 * and kept in a folder until all of them are finished. For one thread.
 */
public final class SharedDense implements AutoCloseable {
  private final StudyTask task;
  private final StudyData data;
  private final long seed;
  private final Path folder;
  private final StopSignal stop;
  private @Nullable Trained trained;
  private @Nullable NonFiniteLossException failure;

  /** The weights at the end and at the best epoch, and the epochs. */
  private record Trained(
      WeightSnapshot end, WeightSnapshot best, List<EpochPoint> curve, int bestEpoch) {}

  /**
   * The dense phase of a task and seed.
   *
   * @param folder where its checkpoint is kept
   */
  public SharedDense(StudyTask task, StudyData data, long seed, Path folder, StopSignal stop) {
    this.task = task;
    this.data = data;
    this.seed = seed;
    this.folder = folder;
    this.stop = stop;
  }

  StudyTask task() {
    return task;
  }

  StudyData data() {
    return data;
  }

  long seed() {
    return seed;
  }

  StopSignal stop() {
    return stop;
  }

  /** Gives a network the weights at the end of the phase. */
  void restoreEnd(Network network) {
    network.restore(trained().end());
  }

  /** Gives a network the weights of the epoch that is best on the validation part. */
  void restoreBest(Network network) {
    network.restore(trained().best());
  }

  /** The epochs, in order. */
  List<EpochPoint> curve() {
    return trained().curve();
  }

  /** The epoch that is best on the validation part, from 1. */
  int bestEpoch() {
    return trained().bestEpoch();
  }

  private Trained trained() {
    if (failure != null) {
      throw failure;
    }
    Trained known = trained;
    if (known == null) {
      try {
        known = train();
      } catch (NonFiniteLossException e) {
        failure = e;
        throw e;
      }
      trained = known;
    }
    return known;
  }

  private Trained train() {
    DsdSchedule schedule = DsdSchedule.builder().dense(task.epochs(), task.rate()).build();
    try (Network network = task.network(seed);
        DsdResult result =
            PhaseTraining.of(task, data, seed, folder, stop).train(network, schedule, b -> {})) {
      List<EpochPoint> curve = new ArrayList<>();
      result.phases().forEach(phase -> curve.addAll(PhaseTraining.points(phase)));
      return new Trained(
          network.snapshot(),
          result.phases().get(0).best().weights().share(),
          curve,
          result.phases().get(0).best().epoch());
    }
  }

  @Override
  public void close() {
    if (trained != null) {
      trained.end().close();
      trained.best().close();
      trained = null;
    }
  }
}
