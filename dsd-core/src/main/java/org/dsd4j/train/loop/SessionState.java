package org.dsd4j.train.loop;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.train.record.PhaseProgress;

/**
 * Copies of all that a step changes, taken between two steps or read from a checkpoint.
 *
 * <p>Life: taken or read; written by another thread, or restored; closed by whoever did that.
 */
public final class SessionState implements AutoCloseable {
  private final WeightSnapshot weights;
  private final UpdaterSnapshot optimizer;
  private final Optional<PhaseProgress> progress;
  private final Consumer<SessionState> afterwards;

  /**
   * A state.
   *
   * @param afterwards takes back weights and optimizer state
   * @hidden
   */
  @Internal
  public SessionState(
      WeightSnapshot weights,
      UpdaterSnapshot optimizer,
      Optional<PhaseProgress> progress,
      Consumer<SessionState> afterwards) {
    this.weights = weights;
    this.optimizer = optimizer;
    this.progress = progress;
    this.afterwards = afterwards;
  }

  /** Parameters and statistics. */
  public WeightSnapshot weights() {
    return weights;
  }

  /** State arrays and number of steps. */
  public UpdaterSnapshot optimizer() {
    return optimizer;
  }

  /** Where the phase stands that is on; empty between phases. */
  public Optional<PhaseProgress> progress() {
    return progress;
  }

  /**
   * What the weights and the optimizer's state take.
   *
   * @hidden
   */
  @Internal
  public long bytes() {
    return Stream.concat(
            weights.uncheckedArrays().values().stream(),
            optimizer.uncheckedArrays().values().stream()
                .flatMap(arrays -> arrays.values().stream()))
        .mapToLong(array -> array.length() * array.dataType().width())
        .sum();
  }

  /**
   * Lets go of what the copies of weights and optimizer state take.
   *
   * @hidden
   */
  @Internal
  public void release() {
    weights.close();
    optimizer.close();
  }

  @Override
  public void close() {
    afterwards.accept(this);
    progress.ifPresent(PhaseProgress::close);
  }
}
