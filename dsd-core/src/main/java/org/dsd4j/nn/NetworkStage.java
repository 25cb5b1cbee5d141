package org.dsd4j.nn;

import java.util.Locale;
import org.dsd4j.nn.plan.ComputationGuard;
import org.dsd4j.nn.plan.ExecutionPlan;

/** The stage that a {@link NetworkPass} has reached, and the calls that are valid there. */
final class NetworkStage {
  enum Stage {
    SETTING_INPUTS,
    FORWARD_DONE,
    BACKWARD_DONE,
    REPLAYED
  }

  private final ComputationGuard guard;
  private ExecutionPlan plan;
  private long generation;
  private Stage stage = Stage.SETTING_INPUTS;

  NetworkStage(ComputationGuard guard, ExecutionPlan plan) {
    this.guard = guard;
    this.plan = plan;
    this.generation = plan.nextGeneration();
  }

  /** Goes on with another plan. */
  void computesBy(ExecutionPlan other) {
    plan = other;
    generation = other.nextGeneration();
  }

  void reaches(Stage next) {
    stage = next;
  }

  void require(Stage required, String caller) {
    requireValid(caller);
    if (stage != required) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s belongs to the stage %s, this computation is at %s; begin another one",
              caller,
              required,
              stage));
    }
  }

  void requireForward(String caller) {
    requireValid(caller);
    if (stage == Stage.SETTING_INPUTS) {
      throw new IllegalStateException(caller + " before forward: nothing was computed yet");
    }
  }

  void requireOutputs(String caller) {
    requireForward(caller);
    if (stage == Stage.REPLAYED) {
      throw new IllegalStateException(
          caller
              + " after firstNonFinite, which ended this computation; read it before or begin"
              + " another one");
    }
  }

  /** Fails unless the pass is one of training that went forward and not yet backward. */
  void requireBeforeBackward(String caller) {
    requireValid(caller);
    if (!plan.kind().mode().hasGradients()) {
      throw new IllegalStateException(
          caller
              + " in a computation for inference, which keeps nothing to go backward with;"
              + " begin one for training: begin(Mode.TRAINING, batchSize),"
              + " or one with gradients: begin(Mode.INFERENCE_WITH_GRADIENTS, batchSize)");
    }
    require(Stage.FORWARD_DONE, caller);
  }

  void requireValid(String caller) {
    guard.checkOpen();
    if (plan.generation() != generation) {
      throw new IllegalStateException(
          caller
              + " of a computation that a later one has overwritten; use the latest, and copy what"
              + " is to stay (toArray(), toFloats()) before the next begins");
    }
  }
}
