package org.dsd4j.examples.study.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.Regrowth;
import org.dsd4j.internal.Numerals;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightChanges;
import org.dsd4j.optim.L1Penalty;
import org.dsd4j.prune.LargestMagnitude;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.RandomScore;
import org.dsd4j.prune.WeightTimesGradient;
import org.dsd4j.study.arm.Arm;
import org.dsd4j.study.arm.ChangedArm;
import org.dsd4j.study.arm.ControlArm;
import org.dsd4j.study.arm.DenseArm;
import org.dsd4j.study.arm.DsdArm;
import org.dsd4j.study.arm.ResetArm;
import org.dsd4j.study.arm.ShorterArm;
import org.dsd4j.study.arm.ShrunkArm;
import org.dsd4j.study.arm.StoppedEarlyArm;
import org.dsd4j.study.task.StudyTask;
import org.dsd4j.tensor.Seed;

/** Makes the arms of a task from the list in a grid. A list of values gives an arm for each. */
final class GridArms {
  private static final String PRUNER = "pruner";
  private static final String REGROWTH = "regrowth";

  /** Of random masks; other seeds of a study differ in the weights that these masks keep. */
  private static final Seed MASKS = Seed.of(0);

  private final GridOptimizer optimizer;
  private final GridModel model;
  private final GridData data;
  private final DsdSchedule unmasked;
  private final Map<String, Function<GridNode, List<Arm>>> kinds = new LinkedHashMap<>();
  private final List<Consumer<Network>> checks = new ArrayList<>();

  GridArms(GridPhases phases, GridOptimizer optimizer, GridModel model, GridData data) {
    this.optimizer = optimizer;
    this.model = model;
    this.data = data;
    this.unmasked = phases.afterDense(0);
    kinds.put("dense", node -> List.of(new DenseArm()));
    kinds.put("control", node -> List.of(new ControlArm(unmasked)));
    kinds.put("stopped-early", node -> List.of(new StoppedEarlyArm()));
    kinds.put("dsd", node -> pruned("DSD", node, phases::afterDense));
    kinds.put("sparse", node -> pruned("sparse", node, phases::toSparse));
    kinds.put("fewer-epochs", node -> each(node, n -> new ShorterArm(n.count())));
    kinds.put("shrink", node -> each(node, n -> new ShrunkArm(n.number(), unmasked)));
    kinds.put("weight-decay", node -> each(node, this::weightDecay));
    kinds.put("l1", node -> each(node, this::l1));
    kinds.put("label-smoothing", node -> each(node, this::labelSmoothing));
    kinds.put("dropout", node -> each(node, this::dropout));
    kinds.put("reset", node -> each(node, this::reset));
  }

  /** Throws if an arm names a layer that this network does not have. */
  void check(Network network) {
    checks.forEach(check -> check.accept(network));
  }

  /** The arms of a list, in order. */
  List<Arm> of(GridNode list) {
    List<Arm> arms = new ArrayList<>();
    for (GridNode node : list.list()) {
      GridNode.Choice choice = node.choice();
      Function<GridNode, List<Arm>> kind = kinds.get(choice.name());
      if (kind == null) {
        throw node.error("one of " + kinds.keySet(), "name one of them");
      }
      arms.addAll(kind.apply(choice.options()));
    }
    return arms;
  }

  private static List<Arm> each(GridNode node, Function<GridNode, Arm> arm) {
    return node.list().stream().map(arm).toList();
  }

  private Arm reset(GridNode node) {
    List<String> layers = node.words();
    String[] names = layers.toArray(String[]::new);
    checks.add(network -> node.check(() -> WeightChanges.reset(network, Seed.of(0), names)));
    return new ResetArm(layers, unmasked);
  }

  private List<Arm> pruned(String kind, GridNode node, Function<Double, DsdSchedule> schedule) {
    node.only(GridOptimizer.names("sparsity", "layers", PRUNER, REGROWTH));
    StringBuilder suffix = new StringBuilder();
    Pruning pruning = pruning(node, suffix);
    checks.add(network -> node.check(() -> pruning.decide(network, 0)));
    Regrowth regrowth = regrowth(node, suffix);
    List<Arm> arms = new ArrayList<>();
    for (GridNode value : node.needed("sparsity").list()) {
      double sparsity = value.number();
      if (sparsity <= 0 || sparsity >= 1) {
        throw value.error("a share of the weights above 0 and below 1", "write 95 % as 0.95");
      }
      String name = kind + " " + percent(sparsity) + suffix;
      arms.add(
          DsdArm.of(name, schedule.apply(sparsity))
              .family(kind + suffix)
              .pruning(pruning)
              .regrowth(regrowth));
    }
    return arms;
  }

  private static Pruning pruning(GridNode node, StringBuilder suffix) {
    String name = node.field(PRUNER).map(GridNode::word).orElse("magnitude");
    Pruning pruning =
        switch (name) {
          case "magnitude" -> Pruning.layerwise();
          case "random" -> Pruning.layerwise(new RandomScore(MASKS));
          case "gradient" -> Pruning.layerwise(new WeightTimesGradient());
          case "largest" -> Pruning.layerwise(new LargestMagnitude());
          case "global" -> Pruning.globally();
          default ->
              throw node.needed(PRUNER)
                  .error(
                      "one of [magnitude, random, gradient, largest, global]", "name one of them");
        };
    if (!name.equals("magnitude")) {
      suffix.append(", ").append(name);
    }
    if (node.field("layers").isEmpty()) {
      return pruning;
    }
    List<String> layers = node.needed("layers").words();
    suffix.append(", ").append(String.join(" ", layers));
    return pruning.exclude("*").include(layers.toArray(String[]::new));
  }

  private static Regrowth regrowth(GridNode node, StringBuilder suffix) {
    String name = node.field(REGROWTH).map(GridNode::word).orElse("zero");
    if (!name.equals("zero")) {
      suffix.append(", regrowth ").append(name);
    }
    return switch (name) {
      case "zero" -> Regrowth.zero();
      case "saved" -> Regrowth.saved();
      case "initial" -> Regrowth.initial();
      default ->
          throw node.needed(REGROWTH).error("one of [zero, saved, initial]", "name one of them");
    };
  }

  private Arm weightDecay(GridNode node) {
    double decay = node.positive();
    return changed(
        "weight decay", decay, task -> task.optimizer(optimizer.withWeightDecay().apply(decay)));
  }

  private Arm l1(GridNode node) {
    double coefficient = node.positive();
    return changed(
        "L1",
        coefficient,
        task -> task.optimizer(L1Penalty.ofWeights(optimizer.optimizer(), coefficient)));
  }

  private Arm labelSmoothing(GridNode node) {
    double share = node.positive();
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy().labelSmoothing(share);
    return changed("label smoothing", share, task -> task.loss(loss));
  }

  private Arm dropout(GridNode node) {
    double rate = node.positive();
    return changed("dropout", rate, task -> task.network(() -> data.network(model, rate)));
  }

  private Arm changed(String family, double value, Consumer<StudyTask.Builder> change) {
    return new ChangedArm(family + " " + Numerals.text(value), family, unmasked, change);
  }

  private static String percent(double share) {
    return Numerals.text(Math.round(share * 1e6) / 1e4) + " %";
  }
}
