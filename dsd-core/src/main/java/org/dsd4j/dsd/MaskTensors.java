package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.checkpoint.StoredArrays;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;

/** The masks of a run's state in files. */
final class MaskTensors {
  private static final String PRUNED = "pruned.";

  private MaskTensors() {}

  static List<NamedTensor> of(Map<String, Mask> masks) {
    List<NamedTensor> tensors = new ArrayList<>();
    masks.forEach((name, mask) -> tensors.add(NamedTensor.of(PRUNED + name, mask)));
    return tensors;
  }

  static Map<String, Mask> read(WeightFile file, List<String> pruned, Network network) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (String name : pruned) {
      masks.put(name, StoredArrays.mask(file, PRUNED + name, network.parameter(name).shape()));
    }
    return masks;
  }
}
