package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.io.NamedTensor;
import org.dsd4j.io.StoredArrays;
import org.dsd4j.io.WeightFile;
import org.dsd4j.nn.Mask;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.Parameter;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.train.TrainingSession;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the tensors of a run's state are called in files. Weights have the network's names, so that
 * whoever reads weights can read them from a checkpoint.
 */
final class StateTensors {
  /** The group of what every step changes. */
  static final String STATE = "state";

  /** The group of the state that the control starts from. */
  static final String START = "control-start";

  /** The group of the weights of the last phase. */
  static final String RESULT = "result";

  private static final String OPTIMIZER = "optimizer.";
  private static final String PRUNED = "pruned.";

  private StateTensors() {}

  static List<NamedTensor> of(WeightSnapshot weights) {
    List<NamedTensor> tensors = new ArrayList<>();
    weights.names().forEach(name -> tensors.add(NamedTensor.of(name, weights.array(name))));
    return tensors;
  }

  static List<NamedTensor> of(UpdaterSnapshot optimizer) {
    List<NamedTensor> tensors = new ArrayList<>();
    optimizer
        .arrays()
        .forEach(
            (parameter, arrays) ->
                arrays.forEach(
                    (state, array) ->
                        tensors.add(NamedTensor.of(optimizerName(parameter, state), array))));
    return tensors;
  }

  static List<NamedTensor> of(Map<String, Mask> masks) {
    List<NamedTensor> tensors = new ArrayList<>();
    masks.forEach((name, mask) -> tensors.add(NamedTensor.of(PRUNED + name, mask)));
    return tensors;
  }

  static WeightSnapshot weights(WeightFile file, Network network) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    // In the network's own order, which a snapshot has.
    try (WeightSnapshot like = network.snapshot()) {
      for (String name : like.names()) {
        arrays.put(name, StoredArrays.array(file, name, like(network.parameter(name).value())));
      }
    }
    return WeightSnapshot.of(arrays);
  }

  static UpdaterSnapshot optimizer(WeightFile file, long steps, TrainingSession session) {
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

  static Map<String, Mask> masks(WeightFile file, List<String> pruned, Network network) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (String name : pruned) {
      masks.put(name, StoredArrays.mask(file, PRUNED + name, network.parameter(name).shape()));
    }
    return masks;
  }

  private static String optimizerName(String parameter, String state) {
    return OPTIMIZER + state + "." + parameter;
  }

  private static StoredArrays.Like like(Tensor tensor) {
    return new StoredArrays.Like(tensor.shape(), tensor.type().dataType());
  }
}
