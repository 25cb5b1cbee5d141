package org.dsd4j.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;

/** Allocates and draws the parameters of a network, each from a seed of its own name. */
final class ParameterFactory {
  private static final int RUN = 1 << 20;

  private final Kernels kernels;
  private final ElementType type;
  private final Seed seed;

  ParameterFactory(Kernels kernels, ElementType type, Seed seed) {
    this.kernels = kernels;
    this.type = type;
    this.seed = seed;
  }

  NetworkParameters create(NetworkGraph graph) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      for (ParameterSpec spec : node.parameterSpecs()) {
        String name = node.parameterName(spec.name());
        Tensor value = kernels.memory().allocate(type, spec.shape());
        draw(spec, seed.derive(name), (start, from) -> value.set(from, start));
        parameters.put(name, new Parameter(node.name(), spec, kernels, value));
      }
    }
    return new NetworkParameters(parameters);
  }

  /**
   * Draws the initial values of a parameter in runs of elements, each from a seed of its own, so
   * that all cores may draw.
   *
   * @param seed the parameter's own
   * @param target takes the values of a run and the index of the first; one run at a time, in any
   *     order
   */
  static void draw(ParameterSpec spec, Seed seed, ObjLongConsumer<float[]> target) {
    long elements = spec.shape().elements();
    int runs = Math.toIntExact((elements + RUN - 1) / RUN);
    Initializer initializer = spec.initializer().forOutputsAlong(spec.outputAxis());
    IntStream.range(0, runs)
        .parallel()
        .forEach(
            run -> {
              long from = (long) run * RUN;
              float[] start = new float[(int) Math.min(RUN, elements - from)];
              initializer.fill(start, spec.shape(), seed.derive(run).stream());
              synchronized (target) {
                target.accept(start, from);
              }
            });
  }
}
