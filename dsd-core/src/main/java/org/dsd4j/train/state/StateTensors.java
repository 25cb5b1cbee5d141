package org.dsd4j.train.state;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.UpdaterSnapshot;

/**
 * The names of the tensors of a run's state in files. Weights have the network's names, so that
 * weights can be read from a checkpoint like from any file of weights.
 *
 * @hidden
 */
@Internal
public final class StateTensors {
  private static final String OPTIMIZER = "optimizer.";

  private StateTensors() {}

  /** Parameters and statistics. */
  public static List<NamedTensor> of(WeightSnapshot weights) {
    List<NamedTensor> tensors = new ArrayList<>();
    weights.uncheckedArrays().forEach((name, array) -> tensors.add(NamedTensor.of(name, array)));
    return tensors;
  }

  /** Parameters, statistics and the optimizer's arrays. */
  static List<NamedTensor> of(WeightSnapshot weights, UpdaterSnapshot optimizer) {
    List<NamedTensor> tensors = new ArrayList<>(of(weights));
    optimizer
        .uncheckedArrays()
        .forEach(
            (parameter, arrays) ->
                arrays.forEach(
                    (state, array) ->
                        tensors.add(NamedTensor.of(optimizerName(parameter, state), array))));
    return tensors;
  }

  /**
   * Reads parameters and statistics.
   *
   * @throws org.dsd4j.data.CorruptDataException if they are not those of such a network
   */
  public static WeightSnapshot weights(WeightFile file, Network network) {
    try (PartialState read = read(file, network, List.of())) {
      return read.weights();
    }
  }

  /**
   * Reads parameters, statistics and the optimizer's arrays.
   *
   * @param steps the optimizer's number of steps
   * @throws org.dsd4j.data.CorruptDataException if they are not those of such a network and updater
   */
  public static TrainingState state(WeightFile file, long steps, Network network, Updater updater) {
    try (PartialState read = read(file, network, updater.optimizer().stateNames())) {
      return read.state(steps);
    }
  }

  /** Other tensors of the file, such as masks, are skipped. */
  private static PartialState read(WeightFile file, Network network, List<String> stateNames) {
    PartialState read = new PartialState(file.path().toString(), network, stateNames);
    try {
      read.names().stream().filter(file::has).forEach(name -> read.add(file.tensor(name)));
      return read;
    } catch (RuntimeException e) {
      read.close();
      throw e;
    }
  }

  /** The name of an optimizer's array of a parameter. */
  static String optimizerName(String parameter, String state) {
    return OPTIMIZER + state + "." + parameter;
  }
}
