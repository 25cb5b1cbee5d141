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
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.UpdaterSnapshot;

/**
 * A copy of all that a step of training changes: parameters, statistics, and the optimizer's arrays
 * and number of steps. A network and an updater that are set to it go on with the same bits.
 *
 * <p>Life: copied, read or shared; used; closed. The copies lie outside of the heap, and this is
 * who owns them: whoever gets a state from {@link #of}, {@link #copyOf}, {@link #read}, {@link
 * #fromBytes} or {@link #share} holds it and closes it. The memory is given back when the last of
 * those who share it has. Closing twice is closing once. After that every method but {@code close}
 * fails, for this holder alone. A state that is passed to a method is lent: the method neither
 * closes nor keeps it, but shares it where it needs it longer.
 *
 * <p>The copies never change, so several threads may read them. What is called on one network waits
 * for what that network computes.
 */
public final class TrainingState implements AutoCloseable {
  private final WeightSnapshot weights;
  private final UpdaterSnapshot optimizer;

  private TrainingState(WeightSnapshot weights, UpdaterSnapshot optimizer) {
    this.weights = weights;
    this.optimizer = optimizer;
  }

  /** A state of these copies, which belong to it from now on. */
  public static TrainingState of(WeightSnapshot weights, UpdaterSnapshot optimizer) {
    return new TrainingState(weights, optimizer);
  }

  /** A copy of what a network and its updater are at this moment. */
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
   * The same in the memory of a state that is no longer needed, as far as that fits and nobody
   * shares it. Memory that was written before is several times as fast as fresh memory.
   *
   * @param spare closed by this
   */
  public static TrainingState copyOf(Network network, Updater updater, TrainingState spare) {
    return network.exclusively(
        () -> of(network.snapshot(spare.weights), updater.snapshot(spare.optimizer)));
  }

  /**
   * The same state for another holder, such as a thread that writes it.
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

  /** How many steps the optimizer had taken. */
  public long steps() {
    return optimizer.steps();
  }

  /**
   * Sets a network and its updater to this state.
   *
   * @throws IllegalArgumentException if it is one of another network or another kind of optimizer;
   *     then nothing changed
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
   * The memory that the copies take, in bytes.
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
   * The copies as files have them, to be read before this is closed: weights by the network's
   * names, so that whoever reads weights can read them, and the optimizer's arrays by names like
   * {@code optimizer.momentum.conv1.weight}.
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
   * @throws UncheckedIOException if the stream does not take it
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
   * @param network whose weights they are, which stays as it is
   * @param updater whose state it is; likewise
   * @throws CorruptDataException if the bytes are damaged, are not all there, or are of another
   *     network or optimizer
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
   * What {@link #writeTo} writes, for states of less than 2 GB.
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

  /** Lets go of the copies. */
  @Override
  public void close() {
    weights.close();
    optimizer.close();
  }
}
