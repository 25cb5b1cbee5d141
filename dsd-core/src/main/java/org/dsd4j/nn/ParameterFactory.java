package org.dsd4j.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;

/** Allocates and draws the parameters of a network, each from a seed of its own name. */
final class ParameterFactory {
  private final Kernels kernels;
  private final ElementType type;
  private final Seed seed;

  ParameterFactory(Kernels kernels, ElementType type, Seed seed) {
    this.kernels = kernels;
    this.type = type;
    this.seed = seed;
  }

  Map<String, Parameter> create(NetworkGraph graph) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      for (ParameterSpec spec : node.parameterSpecs()) {
        String name = node.parameterName(spec.name());
        Tensor value = kernels.memory().allocate(type, spec.shape());
        float[] start = new float[Math.toIntExact(spec.shape().elements())];
        spec.initializer().fill(start, spec.shape(), seed.derive(name).stream());
        value.set(start);
        parameters.put(name, new Parameter(name, spec.role(), kernels, value));
      }
    }
    return parameters;
  }
}
