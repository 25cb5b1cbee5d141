package org.dsd4j.train.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Numerals;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.UpdaterSnapshot;

/**
 * A copy of all that a training step changes: parameters, statistics, and the optimizer's arrays
 * and number of steps. A network and an updater that are restored to it continue with the same
 * bits.
 *
 * <p>Ownership: the copies lie outside of the heap. The caller of {@link #of}, {@link #copyOf},
 * {@link #read}, {@link #fromBytes} or {@link #share} owns the returned state and must close it.
 * The memory is released when all states that share it are closed. Closing again has no effect;
 * after closing, all other methods of this object fail. A method that takes a state neither closes
 * nor keeps it; if it needs it longer, it shares it.
 *
 * <p>The copies never change, so several threads may read them. Methods that copy or restore a
 * network fail while another thread computes on it.
 */
public final class TrainingState implements AutoCloseable {
  private final WeightSnapshot weights;
  private final UpdaterSnapshot optimizer;

  private TrainingState(WeightSnapshot weights, UpdaterSnapshot optimizer) {
    this.weights = weights;
    this.optimizer = optimizer;
  }

  /** A state that takes ownership of these copies. */
  public static TrainingState of(WeightSnapshot weights, UpdaterSnapshot optimizer) {
    return new TrainingState(weights, optimizer);
  }

  /** A copy of the current state of a network and its updater. */
  public static TrainingState copyOf(Network network, Updater updater) {
    return network.exclusively(
        () -> {
          WeightSnapshot weights = network.snapshot();
          try {
            return of(weights, updater.snapshot());
          } catch (RuntimeException e) {
            weights.close();
            throw e;
          }
        });
  }

  /**
   * A copy of the current state, in the memory of a state that is no longer needed as far as that
   * fits and is not shared. Writing to memory that is in use already is several times as fast as to
   * fresh memory.
   *
   * @param spare is closed
   */
  public static TrainingState copyOf(Network network, Updater updater, TrainingState spare) {
    return network.exclusively(
        () -> of(network.snapshot(spare.weights), updater.snapshot(spare.optimizer)));
  }

  /**
   * This state for another owner, such as a thread that writes it.
   *
   * @throws IllegalStateException if this one was closed
   */
  public TrainingState share() {
    return of(weights.share(), optimizer.share());
  }

  /** Parameters and statistics; closed with this. */
  public WeightSnapshot weights() {
    return weights;
  }

  /** The optimizer's arrays and number of steps; closed with this. */
  public UpdaterSnapshot optimizer() {
    return optimizer;
  }

  /** The optimizer's number of steps. */
  public long steps() {
    return optimizer.steps();
  }

  /**
   * Restores a network and its updater to this state.
   *
   * @throws IllegalArgumentException if it is the state of another network or another kind of
   *     optimizer; then nothing changes
   * @throws IllegalStateException if this was closed
   */
  public void restoreTo(Network network, Updater updater) {
    network.exclusively(
        () -> {
          updater.requireFit(optimizer);
          network.restore(weights);
          updater.restore(optimizer);
          return this;
        });
  }

  /**
   * The memory of the copies, in bytes.
   *
   * @throws IllegalStateException if this was closed
   */
  public long heldBytes() {
    return Stream.concat(
            weights.uncheckedArrays().values().stream(),
            optimizer.uncheckedArrays().values().stream()
                .flatMap(arrays -> arrays.values().stream()))
        .mapToLong(array -> array.length() * array.dataType().width())
        .sum();
  }

  /**
   * The copies as they are named in files, to be read before this is closed: weights by the
   * network's names, so that any reader of weights can read them, and the optimizer's arrays by
   * names like {@code optimizer.momentum.conv1.weight}.
   *
   * @throws IllegalStateException if this was closed
   */
  public List<NamedTensor> tensors() {
    return StateTensors.of(weights, optimizer);
  }

  /**
   * Writes this state: safetensors with the tensors of a checkpoint, bit for bit, the number of
   * steps, and a checksum of all. The stream stays open.
   *
   * @throws UncheckedIOException if the stream cannot be written
   * @throws IllegalStateException if this was closed
   */
  public void writeTo(OutputStream out) {
    try {
      StateBytes.write(this, out);
    } catch (IOException e) {
      throw new UncheckedIOException("a training state cannot be written (" + e + ")", e);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote, and nothing that follows it in the stream.
   *
   * @param network the network of the weights, which does not change
   * @param updater the updater of the state, which does not change
   * @throws CorruptDataException if the bytes are damaged, incomplete, or of another network or
   *     optimizer
   * @throws UncheckedIOException if the stream cannot be read
   */
  public static TrainingState read(InputStream in, Network network, Updater updater) {
    try {
      return StateBytes.read(in, network, updater);
    } catch (IOException e) {
      throw new UncheckedIOException("a training state cannot be read (" + e + ")", e);
    }
  }

  /**
   * The bytes that {@link #writeTo} writes, for states of less than 2 GB.
   *
   * @throws IllegalStateException if this was closed
   */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeTo(out);
    return out.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} gave.
   *
   * @throws CorruptDataException as {@link #read} does, and if there are more bytes
   */
  public static TrainingState fromBytes(byte[] bytes, Network network, Updater updater) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    TrainingState state = read(in, network, updater);
    if (in.available() > 0) {
      state.close();
      throw new CorruptDataException(
          StateBytes.NAME, "no bytes behind it", in.available() + " more", StateBytes.REMEDY);
    }
    return state;
  }

  /** Gives up this object's share of the copies. */
  @Override
  public void close() {
    weights.close();
    optimizer.close();
  }

  /** For example {@code state after 1,000 steps}. */
  @Override
  public String toString() {
    return "state after " + Numerals.counted(steps(), "step");
  }
}
