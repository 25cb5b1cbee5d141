package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dsd4j.nn.WeightChanges;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseSettings;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets masks when a sparse phase begins, raises their sparsity within it if that is gradual, and
 * drops them when a re-dense phase begins; masks change nowhere else. It also records the weights
 * at each moment of the paper's Figure 2.
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
  private ValuesBeforePruning before = ValuesBeforePruning.none();

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

  /**
   * After a step or an epoch of a phase.
   *
   * @param plan how the session runs it
   * @param at where it stands
   */
  void between(Phase phase, PhaseSettings plan, PhaseProgress at) {
    long stepsPerEpoch = session.stepsPerEpoch();
    // An epoch's last step is followed by its validation, and then by this again.
    if (phase.ramp().isGradual() && at.batches() < stepsPerEpoch) {
      long step = at.epochs().size() * stepsPerEpoch + at.batches();
      phase
          .ramp()
          .raiseBefore(step, stepsPerEpoch)
          .ifPresent(
              share -> {
                choose(plan, pruning.decide(session.network(), phase.sparsity()), share);
                force();
                masks.forEach((parameter, mask) -> warnIfEmpty(phase, parameter, mask));
              });
    }
  }

  private void prune(Phase phase, PhaseSettings plan) {
    List<PruneDecision> decisions = pruning.decide(session.network(), phase.sparsity());
    session.notes().information(LOG, PruningTexts.decided(phase, decisions));
    masks.clear();
    before = ValuesBeforePruning.none();
    choose(plan, decisions, phase.ramp().raiseBefore(0, session.stepsPerEpoch()).orElseThrow());
    masks.forEach((parameter, mask) -> warnIfEmpty(phase, parameter, mask));
    look(phase, Moment.DENSE);
    force();
    look(phase, Moment.PRUNED);
  }

  /** Chooses the next masks, at a share of the sparsities decided on. */
  private void choose(PhaseSettings plan, List<PruneDecision> decisions, double share) {
    if (pruning.pruner().needsGradient()) {
      List<Parameter> pruned =
          decisions.stream().filter(PruneDecision::pruned).map(PruneDecision::parameter).toList();
      session.computeGradients(plan, Pruning.GRADIENT_BATCHES, pruned);
    }
    Map<Parameter, Mask> next = pruning.masks(decisions, share);
    if (regrowth.needsSaved()) {
      before = before.and(masks, next);
      LOG.info("{} bytes of values before pruning are kept", before.bytes());
    }
    masks.clear();
    masks.putAll(next);
  }

  private void force() {
    masks.forEach(Parameter::setMask);
    // At once, and not only with the next step: readers before it must see zeros, and the momentum
    // of pruned weights must not come back with them.
    session.updater().enforceMasks();
  }

  private void warnIfEmpty(Phase phase, Parameter parameter, Mask mask) {
    if (mask.keptCount() == 0) {
      session.notes().warning(LOG, PruningTexts.emptied(phase, parameter));
    }
  }

  private void regrow(Phase phase) {
    masks.forEach(
        (parameter, mask) -> {
          parameter.dropMask();
          restart(phase, parameter, mask);
        });
    before = ValuesBeforePruning.none();
    look(phase, Moment.RE_DENSE_START);
  }

  private void restart(Phase phase, Parameter parameter, Mask mask) {
    String name = parameter.name();
    Seed seed = session.seed().derive("regrowth").derive(phase.name());
    PrunedWeights pruned =
        new PrunedWeights(
            name,
            mask,
            seed.derive(name).stream(),
            () -> regrowth.needsSaved() ? before.of(name) : Optional.empty(),
            () -> WeightChanges.initialValues(session.network(), name, seed.derive("initial")));
    double[] values = pruned.count() == 0 ? new double[0] : regrowth.values(pruned);
    if (values.length == 0) {
      return; // Pruned weights are zero already.
    }
    PruningTexts.checkRegrown(regrowth, pruned, values);
    // An array of the weights' own type, so that kept weights lose no digits.
    try (INDArray weights = parameter.value().toArray()) {
      int next = 0;
      for (int i = 0; i < mask.size(); i++) {
        if (!mask.keeps(i)) {
          weights.data().put(i, values[next++]);
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

  DsdState.Figures figures() {
    return new DsdState.Figures(histograms, regrown, limits);
  }

  /** The masks of the last sparse phase, by parameter. */
  Map<String, Mask> masks() {
    Map<String, Mask> byName = new LinkedHashMap<>();
    masks.forEach((parameter, mask) -> byName.put(parameter.name(), mask));
    return byName;
  }

  /** The values that pruned weights had before, if they are to restart there. */
  ValuesBeforePruning before() {
    return before;
  }

  /**
   * Restores the state that an earlier process saved.
   *
   * @param values of pruned weights before pruning
   * @param inForce whether the masks were in force then
   */
  void restore(
      DsdState.Figures figures,
      Map<String, Mask> pruned,
      ValuesBeforePruning values,
      boolean inForce) {
    before = values;
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
