package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.Epochs;
import org.dsd4j.train.PhasePlan;
import org.dsd4j.train.PhaseRecord;
import org.dsd4j.train.Provenance;
import org.dsd4j.train.TrainingBuilder;
import org.dsd4j.train.TrainingSession;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network dense, sparse and dense again, by a {@link DsdSchedule}.
 *
 * <p>Entering a sparse phase, the smallest weights of each layer are set to zero and held there;
 * entering a re-dense phase, the masks are dropped and those weights start again (from zero, unless
 * {@link Builder#regrowth} says otherwise) with a cleared optimizer state. These are the only
 * places where masks come and go. The control, where asked for, starts from the weights and the
 * optimizer state that the first sparse phase started from, and gets the same data in the same
 * order, the same epochs and the same rates, without masks. Afterwards the network holds the
 * weights of the last phase.
 */
public final class DsdTrainer {
  private final TrainingSession session;
  private final DsdSchedule schedule;
  private final Pruning pruning;
  private final Regrowth regrowth;
  private final boolean withControl;

  private DsdTrainer(TrainingSession session, DsdSchedule schedule, Builder builder) {
    this.session = session;
    this.schedule = schedule;
    this.pruning = builder.pruning == null ? Pruning.layerwise() : builder.pruning;
    this.regrowth = builder.regrowth == null ? Regrowth.zero() : builder.regrowth;
    this.withControl = builder.control != null;
  }

  /** Starts the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains. A trainer trains once; build another for another run.
   *
   * @throws org.dsd4j.train.NonFiniteLossException if the loss is not a finite number
   */
  public DsdResult fit() {
    try (session) {
      Provenance provenance = session.provenance(settings());
      MaskedPhases masks = new MaskedPhases(session, pruning, regrowth);
      List<PhaseResult> phases = new ArrayList<>();
      StartOfControl start = null;
      int firstEpoch = 0;
      for (Phase phase : schedule.phases()) {
        if (withControl && start == null && phase.kind() == PhaseKind.SPARSE) {
          start = new StartOfControl(session, phases.size(), firstEpoch);
        }
        masks.enter(phase);
        PhaseRecord record = session.run(plan(phase.name(), phase, phase.epochs(), firstEpoch));
        masks.leave(phase);
        phases.add(new PhaseResult(phase, phase.kind(), record, sparsity()));
        firstEpoch += phase.epochs().count();
      }
      try (WeightSnapshot result = session.network().snapshot()) {
        List<PhaseResult> control = start == null ? List.of() : runControl(start, phases);
        session.network().restore(result);
        return new DsdResult(
            phases, control, masks.histograms(), masks.regrown(), result.sha256(), provenance);
      }
    } finally {
      session.finish();
    }
  }

  private List<PhaseResult> runControl(StartOfControl start, List<PhaseResult> counterparts) {
    List<PhaseResult> results = new ArrayList<>();
    MaskedPhases.Lifted lifted = new MaskedPhases.Lifted(session);
    try (start) {
      start.restore();
      int firstEpoch = start.firstEpoch();
      for (PhaseResult counterpart :
          counterparts.subList(start.phasesBefore(), counterparts.size())) {
        Phase phase = counterpart.phase();
        String name = PhaseKind.CONTROL + " for " + phase.name();
        // As many epochs as the counterpart had in the end, so that both had the same chance.
        Epochs epochs = phase.epochs().stoppedAfter(counterpart.record().epochs().size());
        PhaseRecord record = session.run(plan(name, phase, epochs, firstEpoch));
        results.add(new PhaseResult(phase, PhaseKind.CONTROL, record, sparsity()));
        firstEpoch += phase.epochs().count();
      }
    } finally {
      lifted.setAgain();
    }
    return results;
  }

  private static PhasePlan plan(String name, Phase phase, Epochs epochs, int firstEpoch) {
    return new PhasePlan(name, epochs, phase.learningRate(), firstEpoch);
  }

  private SparsityReport sparsity() {
    return SparsityReport.of(session.network());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    schedule.phases().forEach(phase -> settings.put("phase " + phase.name(), phase.toString()));
    settings.put("pruning", pruning.toString());
    settings.put("regrowth", regrowth.toString());
    settings.put("control", withControl ? "same epochs and rates, no mask" : "none");
    return settings;
  }

  /** The settings of a {@link DsdTrainer}. */
  public static final class Builder extends TrainingBuilder<Builder> {
    private @Nullable DsdSchedule schedule;
    private @Nullable Pruning pruning;
    private @Nullable Regrowth regrowth;
    private @Nullable Boolean control;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** The phases. */
    public Builder schedule(DsdSchedule schedule) {
      this.schedule = Check.once("schedule", this.schedule, schedule);
      return this;
    }

    /** What is pruned and how; the paper's way by default. */
    public Builder pruning(Pruning pruning) {
      this.pruning = Check.once("pruning", this.pruning, pruning);
      return this;
    }

    /** What pruned weights start again from; zero by default. */
    public Builder regrowth(Regrowth regrowth) {
      this.regrowth = Check.once("regrowth", this.regrowth, regrowth);
      return this;
    }

    /** Also trains the control, which takes as long again as the sparse and re-dense phases. */
    public Builder withControl() {
      control = Check.once("withControl", control, true);
      return this;
    }

    /**
     * Checks all settings and builds the trainer.
     *
     * @throws IllegalArgumentException if a setting is missing or does not fit; the message says
     *     what was expected and what to do
     */
    public DsdTrainer build() {
      DsdSchedule checked = required("schedule", schedule);
      Pruning rules = pruning == null ? Pruning.layerwise() : pruning;
      for (Phase phase : checked.phases()) {
        if (phase.kind() == PhaseKind.SPARSE) {
          rules.decide(requiredNetwork(), phase.sparsity());
        }
      }
      return new DsdTrainer(session(), checked, this);
    }
  }
}
