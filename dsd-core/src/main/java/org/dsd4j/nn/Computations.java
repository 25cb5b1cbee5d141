package org.dsd4j.nn;

import java.util.Arrays;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.plan.ComputationGuard;
import org.dsd4j.nn.plan.ExecutionPlan;
import org.dsd4j.nn.plan.PlanKind;
import org.dsd4j.nn.plan.PlanOptions;
import org.dsd4j.nn.plan.PlanTypes;
import org.dsd4j.nn.plan.Plans;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Begins a network's computations, one at a time, and owns their memory. */
final class Computations {
  private final Kernels kernels;
  private final PlanOptions options;
  private final Plans plans;
  private final ComputationGuard guard;
  private final Unclosed unclosed;

  Computations(
      Kernels kernels,
      PlanTypes types,
      Map<String, Parameter> parameters,
      PlanOptions options,
      Unclosed unclosed) {
    this.kernels = kernels;
    this.options = options;
    this.plans = new Plans(kernels, types, parameters, options.bytes());
    this.guard = new ComputationGuard(kernels);
    this.unclosed = unclosed;
  }

  ComputationGuard guard() {
    return guard;
  }

  Plans plans() {
    return plans;
  }

  NetworkPass begin(NetworkGraph graph, Mode mode, int batchSize) {
    Check.positive("batch size", batchSize);
    PlanKind kind = new PlanKind(mode, batchSize, options);
    return guard.run(
        () -> {
          ExecutionPlan plan = plans.get(graph, kind);
          unclosed.holds(plans.heldBytes());
          return new NetworkPass(plan, () -> plans.get(graph, kind.keepingNaN()), guard);
        });
  }

  /** Begins a computation on inputs of these shapes, with the batch in front. */
  NetworkPass begin(NetworkGraph graph, Mode mode, Shape... inputs) {
    InputShapes.checkCount(graph, inputs.length, "shapes");
    return begin(InputShapes.graph(graph, inputs), mode, inputs[0].extent(0));
  }

  INDArray predict(NetworkGraph graph, Lengths lengths, INDArray... inputs) {
    InputShapes.checkCount(graph, inputs.length, "arrays");
    Shape[] shapes = Arrays.stream(inputs).map(i -> Shape.of(i.shape())).toArray(Shape[]::new);
    return guard.run(
        () -> {
          NetworkPass pass = begin(graph, Mode.INFERENCE, shapes);
          for (int i = 0; i < inputs.length; i++) {
            pass.setInput(i, inputs[i]);
          }
          if (!lengths.isWhole()) {
            pass.setLengths(lengths);
          }
          return pass.forward(Seed.of(0)).output().toArray();
        });
  }

  void close() {
    guard.close(
        () -> {
          unclosed.close();
          plans.close();
          kernels.close();
        });
  }
}
