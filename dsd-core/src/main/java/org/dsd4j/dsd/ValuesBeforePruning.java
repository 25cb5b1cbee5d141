package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.checkpoint.StoredArrays;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The values that pruned weights had before they were pruned: for each parameter an array of as
 * many as are pruned, in its type, in the order of their indices. Immutable. The arrays are held by
 * the run, and by a checkpoint while it is written; their memory is given back when neither does.
 *
 * @param byParameter the arrays; of no parameter of which nothing is pruned
 */
record ValuesBeforePruning(Map<String, INDArray> byParameter) {
  private static final String NAME = "before-pruning.";

  static ValuesBeforePruning none() {
    return new ValuesBeforePruning(Map.of());
  }

  /**
   * These, with the present values of the weights that the next masks prune beyond those of before.
   *
   * @param before the masks in force
   * @param next the masks that will be
   */
  ValuesBeforePruning and(Map<Parameter, Mask> before, Map<Parameter, Mask> next) {
    Map<String, INDArray> all = new LinkedHashMap<>();
    next.forEach(
        (parameter, mask) -> {
          if (mask.keptCount() < mask.size()) {
            all.put(parameter.name(), values(parameter, before.get(parameter), mask));
          }
        });
    return new ValuesBeforePruning(all);
  }

  private INDArray values(Parameter parameter, @Nullable Mask before, Mask mask) {
    double[] old = of(parameter.name()).orElse(new double[0]);
    double[] present = parameter.value().toDoubles();
    double[] values = new double[mask.size() - mask.keptCount()];
    int nextOld = 0;
    int next = 0;
    for (int i = 0; i < mask.size(); i++) {
      if (!mask.keeps(i)) {
        boolean known = before != null && !before.keeps(i);
        values[next++] = known ? old[nextOld++] : present[i];
      }
    }
    return Nd4j.createFromArray(values).castTo(parameter.value().type().dataType());
  }

  /** The values of a parameter's pruned weights, if any are kept. */
  Optional<double[]> of(String parameter) {
    return Optional.ofNullable(byParameter.get(parameter)).map(INDArray::toDoubleVector);
  }

  /** The memory that they take. */
  long bytes() {
    return byParameter.values().stream()
        .mapToLong(array -> array.length() * array.dataType().width())
        .sum();
  }

  List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    byParameter.forEach((name, array) -> tensors.add(NamedTensor.of(NAME + name, array)));
    return tensors;
  }

  /**
   * Reads what {@link #tensors} gave.
   *
   * @throws org.dsd4j.data.CorruptDataException if they do not fit the masks
   */
  static ValuesBeforePruning read(WeightFile file, Map<String, Mask> masks, Network network) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    masks.forEach(
        (name, mask) -> {
          if (file.has(NAME + name)) {
            Shape shape = Shape.of(mask.size() - mask.keptCount());
            arrays.put(
                name,
                StoredArrays.array(
                    file.path().toString(),
                    file.tensor(NAME + name),
                    shape,
                    network.parameter(name).value().type()));
          }
        });
    return new ValuesBeforePruning(arrays);
  }
}
