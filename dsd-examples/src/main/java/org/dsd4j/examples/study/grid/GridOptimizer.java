package org.dsd4j.examples.study.grid;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.AdamW;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;

/**
 * The optimizer of a grid: {@code {sgd: {momentum: 0.9, weight-decay: 5e-4}}}, {@code adam}.
 *
 * @param weightDecay the weight decay
 * @param withWeightDecay the optimizer with any weight decay
 */
record GridOptimizer(double weightDecay, DoubleFunction<Optimizer> withWeightDecay) {
  private static final String MOMENTUM = "momentum";
  private static final String NESTEROV = "nesterov";
  private static final String WEIGHT_DECAY = "weight-decay";

  static GridOptimizer of(GridNode node) {
    GridNode.Choice choice = node.choice();
    GridNode options = choice.options();
    double decay = options.field(WEIGHT_DECAY).map(GridNode::number).orElse(0.0);
    return new GridOptimizer(
        decay,
        switch (choice.name()) {
          case "sgd" -> sgd(options.only(names(MOMENTUM, NESTEROV, WEIGHT_DECAY)));
          case "adam" -> adam(options, d -> new Adam().weightDecay(d));
          case "adamw" -> adam(options, d -> new AdamW().weightDecay(d));
          default -> throw node.error("one of [sgd, adam, adamw]", "name one of them");
        });
  }

  private static DoubleFunction<Optimizer> adam(
      GridNode options, DoubleFunction<Optimizer> optimizer) {
    options.only(names(WEIGHT_DECAY));
    return optimizer;
  }

  private static DoubleFunction<Optimizer> sgd(GridNode options) {
    if (options.field(NESTEROV).isPresent()) {
      double momentum = options.needed(NESTEROV).number();
      return decay -> Sgd.nesterov(momentum).weightDecay(decay);
    }
    double momentum = options.field(MOMENTUM).map(GridNode::number).orElse(0.0);
    return decay -> (momentum == 0 ? Sgd.plain() : Sgd.momentum(momentum)).weightDecay(decay);
  }

  /** Names in the order in which an error lists them. */
  static Set<String> names(String... names) {
    return new LinkedHashSet<>(List.of(names));
  }

  Optimizer optimizer() {
    return withWeightDecay.apply(weightDecay);
  }
}
