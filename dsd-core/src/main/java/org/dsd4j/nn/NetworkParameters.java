package org.dsd4j.nn;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Memory;
import org.dsd4j.nn.plan.MemoryUse;
import org.dsd4j.nn.plan.Plans;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;

/** A network's parameters and statistics by name, in the order of its layers. */
final class NetworkParameters {
  private final Map<String, Parameter> byName;

  NetworkParameters(Map<String, Parameter> byName) {
    this.byName = byName;
  }

  Map<String, Parameter> byName() {
    return byName;
  }

  Collection<Parameter> all() {
    return byName.values();
  }

  List<Parameter> trainable(boolean trainable) {
    return all().stream().filter(p -> p.role().trainable() == trainable).toList();
  }

  Parameter get(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          Check.message("parameter", "one of " + byName.keySet(), name, "check the spelling"));
    }
    return parameter;
  }

  /** The trainable parameters that match these patterns; see {@link NamePattern}. */
  List<Parameter> select(String place, String[] patterns) {
    return NamePattern.select(
        patterns, place, trainable(true), Parameter::name, NamePattern::names);
  }

  void resetCarriedState(Memory memory) {
    all().stream()
        .filter(parameter -> parameter.role() == Role.CARRIED_STATE)
        .forEach(parameter -> memory.fill(parameter.value(), 0));
  }

  MemoryUse memoryUse(Plans plans) {
    return new MemoryUse(
        plans.held(),
        plans.heldBytes(),
        all().stream().mapToLong(Parameter::valueBytes).sum(),
        all().stream().mapToLong(Parameter::gradientBytes).sum());
  }
}
