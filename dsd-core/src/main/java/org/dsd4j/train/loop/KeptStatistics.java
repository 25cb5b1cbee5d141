package org.dsd4j.train.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.kernel.Memory;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Tensor;

/**
 * A copy of a network's statistics before a step, whose forward computation moves them before its
 * loss is known to be finite.
 */
final class KeptStatistics implements AutoCloseable {
  private final Memory memory;
  private final Map<Parameter, Tensor> copies = new LinkedHashMap<>();

  KeptStatistics(Network network) {
    this.memory = network.kernels().memory();
    for (Parameter statistic : network.statistics()) {
      Tensor value = statistic.value();
      copies.put(statistic, memory.allocate(value.type(), value.shape()));
    }
  }

  void keep() {
    copies.forEach((statistic, copy) -> memory.copy(statistic.value(), copy));
  }

  void putBack() {
    copies.forEach((statistic, copy) -> memory.copy(copy, statistic.value()));
  }

  /** The name of the first statistic with values that are not finite. */
  Optional<String> firstNonFinite() {
    return copies.keySet().stream()
        .filter(statistic -> !memory.allFinite(statistic.value()))
        .map(statistic -> "'" + statistic.name() + "'")
        .findFirst();
  }

  @Override
  public void close() {
    copies.values().forEach(memory::release);
    copies.clear();
  }
}
