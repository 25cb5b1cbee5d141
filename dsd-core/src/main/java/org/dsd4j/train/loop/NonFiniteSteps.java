package org.dsd4j.train.loop;

import java.util.Locale;
import java.util.Optional;
import org.dsd4j.train.listen.NonFiniteLossException;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EpochStart;
import org.dsd4j.train.record.LearnedPart;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.Setbacks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the run's policy to the steps of a phase that are not finite. */
final class NonFiniteSteps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NonFiniteSteps.class);

  private final TrainingSession session;
  private final NonFinitePolicy policy;
  private Setbacks setbacks;
  private @Nullable EpochStart start;

  NonFiniteSteps(TrainingSession session, PhaseProgress from) {
    this.session = session;
    this.policy = session.whenNotFinite();
    this.setbacks = from.setbacks();
    this.start = from.start().orElse(null);
    if (!stepsBack()) {
      close();
    }
  }

  /** Whether the policy is to step back to the start of the epoch. */
  boolean stepsBack() {
    return policy.action() == NonFinitePolicy.Action.STEP_BACK;
  }

  Setbacks setbacks() {
    return setbacks;
  }

  Optional<EpochStart> start() {
    return Optional.ofNullable(start);
  }

  /** An epoch begins, or continues without a kept start. */
  void epochBegins(LearnedPart learned) {
    if (stepsBack() && start == null) {
      start = new EpochStart(session.state(), learned);
    }
  }

  /** An epoch is over, and finite. */
  void epochEnds() {
    close();
  }

  /**
   * Counts a batch that is to be skipped.
   *
   * @throws NonFiniteLossException if the policy does not allow it
   */
  void skip(TrainingListener.Step at, NonFiniteLossException e) {
    if (policy.action() != NonFinitePolicy.Action.SKIP_BATCH) {
      throw e;
    }
    session
        .firstNonFinite()
        .ifPresent(
            what -> {
              throw e.andStopped(what + " has values that are not finite before this batch");
            });
    count(at, e, setbacks.andSkipped(new Setbacks.Place(at.epoch(), at.batch())));
  }

  /**
   * Restores the session to the start of the epoch.
   *
   * @return the part of the epoch that was learned there
   * @throws NonFiniteLossException if the policy does not allow it
   */
  LearnedPart stepBack(TrainingListener.Step at, NonFiniteLossException e) {
    if (!stepsBack() || start == null) {
      throw e;
    }
    long from = start.learned().batches() + 1;
    count(at, e, setbacks.andBackTo(new Setbacks.Place(at.epoch(), from)));
    session.restore(start.state());
    // The sparsity may have been raised since.
    session.updater().enforceMasks();
    return start.learned();
  }

  private void count(TrainingListener.Step at, NonFiniteLossException e, Setbacks with) {
    int before = setbacks.of(policy.action());
    if (before == policy.most()) {
      throw e.andStopped(
          String.format(
              Locale.ROOT,
              "the phase has had all the %s that it may (%d)",
              policy.action().many(),
              before));
    }
    setbacks = with;
    TrainingListener.Setback setback =
        new TrainingListener.Setback(
            at.phase(), at.epoch(), at.batch(), policy.action(), before + 1, e.reason());
    LOG.warn("{}; the run {} ({} of {})", e.reason(), policy.action(), before + 1, policy.most());
    session.listeners().setBack(setback);
  }

  @Override
  public void close() {
    if (start != null) {
      start.state().close();
      start = null;
    }
  }
}
