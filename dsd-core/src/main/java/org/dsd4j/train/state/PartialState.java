package org.dsd4j.train.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.io.checkpoint.StoredArrays;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays of a state while it is read.
 *
 * <p>Life: made for a network; tensors added in any order; put together to snapshots; closed, which
 * releases the memory of tensors that became part of none.
 */
final class PartialState implements AutoCloseable {
  private final String source;
  private final Network network;
  private final List<String> stateNames;
  private final Map<String, Tensor> expected = new LinkedHashMap<>();
  private final Map<String, INDArray> arrays = new HashMap<>();

  /**
   * Nothing yet.
   *
   * @param source the file's name in messages
   * @param stateNames the names of the optimizer's arrays; none if only weights are read
   */
  PartialState(String source, Network network, List<String> stateNames) {
    this.source = source;
    this.network = network;
    this.stateNames = stateNames;
    WeightSnapshot.namesOf(network)
        .forEach(name -> expected.put(name, network.parameter(name).value()));
    for (Parameter parameter : network.parameters()) {
      for (String state : stateNames) {
        expected.put(StateTensors.optimizerName(parameter.name(), state), parameter.value());
      }
    }
  }

  /** The names that tensors of such a state may have. */
  Set<String> names() {
    return expected.keySet();
  }

  /**
   * Reads a tensor.
   *
   * @throws org.dsd4j.data.CorruptDataException if it is not part of such a state, or has another
   *     type or shape
   */
  void add(NamedTensor tensor) {
    @Nullable Tensor like = expected.get(tensor.name());
    if (like == null) {
      throw StoredArrays.wrong(source, tensor.name(), "not to be there", "such a tensor");
    }
    arrays.put(tensor.name(), StoredArrays.array(source, tensor, like));
  }

  /**
   * The whole state.
   *
   * @param steps the optimizer's number of steps
   * @throws org.dsd4j.data.CorruptDataException if a part of it is missing
   */
  TrainingState state(long steps) {
    WeightSnapshot weights = weights();
    try {
      return TrainingState.of(weights, optimizer(steps));
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /**
   * The weights.
   *
   * @throws org.dsd4j.data.CorruptDataException if some are missing
   */
  WeightSnapshot weights() {
    Map<String, INDArray> weights = new LinkedHashMap<>();
    WeightSnapshot.namesOf(network).forEach(name -> weights.put(name, present(name)));
    arrays.keySet().removeAll(weights.keySet());
    return WeightSnapshot.of(weights);
  }

  private UpdaterSnapshot optimizer(long steps) {
    Map<String, Map<String, INDArray>> all = new LinkedHashMap<>();
    Set<String> parameters = new LinkedHashSet<>();
    Set<String> used = new LinkedHashSet<>();
    for (Parameter parameter : network.parameters()) {
      parameters.add(parameter.name());
      // Parameters that were never trained have none.
      if (stateNames.stream().anyMatch(state -> arrays.containsKey(name(parameter, state)))) {
        Map<String, INDArray> ofParameter = new LinkedHashMap<>();
        for (String state : stateNames) {
          ofParameter.put(state, present(name(parameter, state)));
          used.add(name(parameter, state));
        }
        all.put(parameter.name(), ofParameter);
      }
    }
    arrays.keySet().removeAll(used);
    return UpdaterSnapshot.of(steps, parameters, stateNames, all);
  }

  private static String name(Parameter parameter, String state) {
    return StateTensors.optimizerName(parameter.name(), state);
  }

  private INDArray present(String name) {
    @Nullable INDArray array = arrays.get(name);
    if (array == null) {
      throw StoredArrays.missing(source, name);
    }
    return array;
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
