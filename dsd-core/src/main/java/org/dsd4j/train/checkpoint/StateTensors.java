package org.dsd4j.train.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.checkpoint.StoredArrays;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.train.loop.TrainingSession;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the tensors of a run's state are called in files. Weights have the network's names, so that
 * whoever reads weights can read them from a checkpoint.
 */
public final class StateTensors {
  /** The group of what every step changes. */
  public static final String STATE = "state";

  /** The group of the weights that a run ends with, where they are not those of now. */
  public static final String RESULT = "result";

  private static final String OPTIMIZER = "optimizer.";

  private StateTensors() {}

  /** Parameters and statistics. */
  public static List<NamedTensor> of(WeightSnapshot weights) {
    List<NamedTensor> tensors = new ArrayList<>();
    weights.uncheckedArrays().forEach((name, array) -> tensors.add(NamedTensor.of(name, array)));
    return tensors;
  }

  /** Parameters, statistics and the optimizer's arrays. */
  public static List<NamedTensor> of(WeightSnapshot weights, UpdaterSnapshot optimizer) {
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
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    // In the network's own order, which a snapshot has.
    try (WeightSnapshot like = network.snapshot()) {
      for (String name : like.names()) {
        arrays.put(name, StoredArrays.array(file, name, like(network.parameter(name).value())));
      }
    }
    return WeightSnapshot.of(arrays);
  }

  /**
   * Reads the optimizer's arrays.
   *
   * @throws org.dsd4j.data.CorruptDataException if they are not those of such a session
   */
  public static UpdaterSnapshot optimizer(WeightFile file, long steps, TrainingSession session) {
    List<String> stateNames = session.updater().optimizer().stateNames();
    Map<String, Map<String, INDArray>> all = new LinkedHashMap<>();
    Set<String> parameters = new LinkedHashSet<>();
    for (Parameter parameter : session.network().parameters()) {
      parameters.add(parameter.name());
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      // Parameters that were never trained have none.
      if (stateNames.stream().anyMatch(n -> file.has(optimizerName(parameter.name(), n)))) {
        for (String name : stateNames) {
          String inFile = optimizerName(parameter.name(), name);
          arrays.put(name, StoredArrays.array(file, inFile, like(parameter.value())));
        }
        all.put(parameter.name(), arrays);
      }
    }
    return UpdaterSnapshot.of(steps, parameters, stateNames, all);
  }

  private static String optimizerName(String parameter, String state) {
    return OPTIMIZER + state + "." + parameter;
  }

  private static StoredArrays.Like like(Tensor tensor) {
    return new StoredArrays.Like(tensor.shape(), tensor.type().dataType());
  }
}
