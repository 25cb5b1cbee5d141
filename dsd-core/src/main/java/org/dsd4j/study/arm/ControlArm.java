package org.dsd4j.study.arm;

import java.util.List;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.Phase;
import org.dsd4j.internal.Check;
import org.dsd4j.study.row.ArmRole;

/**
 * The same phases as DSD after the dense one, without a mask.
 *
 * @param phases the phases after the dense one
 */
public record ControlArm(DsdSchedule phases) implements Arm {
  /** Checks the phases. */
  public ControlArm {
    Check.given("phases of the control", phases);
  }

  @Override
  public String name() {
    return "control";
  }

  @Override
  public ArmRole role() {
    return ArmRole.CONTROL;
  }

  @Override
  public void train(ArmRun run) {
    run.startFromDense();
    run.train(unmasked(phases), builder -> {});
  }

  /** These phases where nothing is pruned. */
  static DsdSchedule unmasked(DsdSchedule phases) {
    List<Phase> dense =
        phases.phases().stream()
            .map(p -> new Phase(p.kind(), p.round(), 0, p.epochs(), p.learningRate()))
            .toList();
    return new DsdSchedule(dense);
  }

  @Override
  public String toString() {
    return "from the dense phase, without masks: " + unmasked(phases).phases();
  }
}
