package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruning;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.PhaseSettings;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets masks when a sparse phase begins and drops them when a re-dense one does; masks change
 * nowhere else. It also records the weights at each moment of the paper's Figure 2.
 */
final class MaskedPhases {
  private static final Logger LOG = LoggerFactory.getLogger(MaskedPhases.class);

  private final TrainingSession session;
  private final Pruning pruning;
  private final Regrowth regrowth;
  private final List<WeightHistogram> histograms = new ArrayList<>();
  private final List<RegrownWeights> regrown = new ArrayList<>();
  private final Map<String, Double> limits = new LinkedHashMap<>();
  private final Map<Parameter, Mask> masks = new LinkedHashMap<>();

  MaskedPhases(TrainingSession session, Pruning pruning, Regrowth regrowth) {
    this.session = session;
    this.pruning = pruning;
    this.regrowth = regrowth;
  }

  /**
   * Before the first step of a phase.
   *
   * @param plan the settings with which the session will run it
   */
  void enter(Phase phase, PhaseSettings plan) {
    switch (phase.kind()) {
      case SPARSE -> prune(phase, plan);
      case RE_DENSE -> regrow(phase);
      case DENSE, CONTROL -> {}
    }
  }

  void leave(Phase phase) {
    switch (phase.kind()) {
      case SPARSE -> look(phase, Moment.SPARSE);
      case RE_DENSE -> {
        look(phase, Moment.RE_DENSE);
        masks.forEach(
            (parameter, mask) ->
                regrown.add(
                    RegrownWeights.of(
                        parameter.name(), phase.round(), mask, parameter.value().toFloats())));
      }
      case DENSE, CONTROL -> {}
    }
  }

  /** Drops masks that the network had before: a run begins with all weights free. */
  void begin() {
    List<Parameter> masked =
        session.network().parameters().stream().filter(p -> p.mask().isPresent()).toList();
    if (!masked.isEmpty()) {
      session
          .notes()
          .information(
              LOG,
              "The network came with masks, which are dropped, as all of its weights are trained: "
                  + masked.stream().map(Parameter::name).collect(Collectors.joining(", ")));
      masked.forEach(Parameter::dropMask);
    }
  }

  private void prune(Phase phase, PhaseSettings plan) {
    List<PruneDecision> decisions = pruning.decide(session.network(), phase.sparsity());
    session.notes().information(LOG, describe(phase, decisions));
    if (pruning.pruner().needsGradient()) {
      List<Parameter> pruned =
          decisions.stream().filter(PruneDecision::pruned).map(PruneDecision::parameter).toList();
      session.computeGradients(plan, Pruning.GRADIENT_BATCHES, pruned);
    }
    masks.clear();
    masks.putAll(pruning.masks(decisions));
    masks.forEach((parameter, mask) -> warnIfEmpty(phase, parameter, mask));
    look(phase, Moment.DENSE);
    masks.forEach(Parameter::setMask);
    // At once, and not only with the first step: readers before it must see zeros, and the momentum
    // of pruned weights must not come back with them.
    session.updater().enforceMasks();
    look(phase, Moment.PRUNED);
  }

  private void warnIfEmpty(Phase phase, Parameter parameter, Mask mask) {
    if (mask.keptCount() == 0) {
      session.notes().warning(LOG, emptied(phase, parameter));
    }
  }

  private void regrow(Phase phase) {
    masks.forEach(
        (parameter, mask) -> {
          parameter.dropMask();
          // Held weights are zero already.
          if (!(regrowth instanceof Regrowth.Zero)) {
            draw(phase, parameter, mask);
          }
        });
    look(phase, Moment.RE_DENSE_START);
  }

  private void draw(Phase phase, Parameter parameter, Mask mask) {
    RandomGenerator random =
        session.seed().derive("regrowth").derive(phase.name()).derive(parameter.name()).stream();
    // An array of the weights' own type, so that kept weights lose no digits.
    try (INDArray weights = parameter.value().toArray()) {
      for (int i = 0; i < mask.size(); i++) {
        if (!mask.keeps(i)) {
          weights.data().put(i, regrowth.value(random));
        }
      }
      parameter.value().set(weights);
    }
  }

  private void look(Phase phase, Moment moment) {
    for (Parameter parameter : masks.keySet()) {
      float[] weights = parameter.value().toFloats();
      double limit =
          limits.computeIfAbsent(parameter.name(), name -> WeightHistogram.limitOf(weights));
      histograms.add(WeightHistogram.of(parameter.name(), phase.round(), moment, limit, weights));
    }
  }

  private static String describe(Phase phase, List<PruneDecision> decisions) {
    String pruned =
        decisions.stream()
            .filter(PruneDecision::pruned)
            .map(MaskedPhases::describe)
            .collect(Collectors.joining(", "));
    Map<String, String> spared =
        decisions.stream()
            .filter(d -> !d.pruned())
            .collect(
                Collectors.groupingBy(
                    PruneDecision::reason,
                    LinkedHashMap::new,
                    Collectors.mapping(d -> d.parameter().name(), Collectors.joining(", "))));
    String left =
        spared.entrySet().stream()
            .map(entry -> entry.getValue() + " (" + entry.getKey() + ")")
            .collect(Collectors.joining("; "));
    return phase.name() + ": pruned to sparsity: " + pruned + "; not pruned: " + left;
  }

  private static String describe(PruneDecision pruned) {
    return String.format(Locale.ROOT, "%s %.4g", pruned.parameter().name(), pruned.sparsity())
        + (pruned.reason().isEmpty() ? "" : " (" + pruned.reason() + ")");
  }

  /** The note on a phase that leaves a parameter without weights. */
  static String emptied(Phase phase, Parameter parameter) {
    return phase.name()
        + ": '"
        + parameter.name()
        + "' keeps none of its "
        + parameter.shape().elements()
        + " weights, so nothing passes through them; lower its sparsity";
  }

  DsdState.Figures figures() {
    return new DsdState.Figures(histograms, regrown, limits);
  }

  /** The masks of the last sparse phase, by parameter. */
  Map<String, Mask> masks() {
    Map<String, Mask> byName = new LinkedHashMap<>();
    masks.forEach((parameter, mask) -> byName.put(parameter.name(), mask));
    return byName;
  }

  /**
   * Restores the state that an earlier process saved.
   *
   * @param inForce whether the masks were in force then
   */
  void restore(DsdState.Figures figures, Map<String, Mask> pruned, boolean inForce) {
    histograms.addAll(figures.histograms());
    regrown.addAll(figures.regrown());
    limits.putAll(figures.limits());
    pruned.forEach((name, mask) -> masks.put(session.network().parameter(name), mask));
    session.network().parameters().forEach(Parameter::dropMask);
    if (inForce) {
      masks.forEach(Parameter::setMask);
    }
  }

  /** All masks of a network, dropped until they are set again. */
  static final class Lifted {
    private final Map<Parameter, Mask> masks = new LinkedHashMap<>();

    Lifted(TrainingSession session) {
      for (Parameter parameter : session.network().parameters()) {
        parameter.mask().ifPresent(mask -> masks.put(parameter, mask));
        parameter.dropMask();
      }
    }

    void setAgain() {
      masks.forEach(Parameter::setMask);
    }
  }
}
