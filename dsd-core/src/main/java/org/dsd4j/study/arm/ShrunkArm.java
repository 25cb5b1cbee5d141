package org.dsd4j.study.arm;

import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.WeightChanges;
import org.dsd4j.study.row.ArmRole;

/**
 * All weights multiplied by a factor in place of pruning, then the phases of the control. A network
 * whose small weights hold what it learned by heart forgets it that way too.
 *
 * @param factor the factor, between 0 and 1
 * @param phases the phases after the dense one, as the control's
 */
public record ShrunkArm(double factor, DsdSchedule phases) implements Arm {
  /** Checks the factor. */
  public ShrunkArm {
    Check.argument(
        factor > 0 && factor < 1,
        "factor of all weights",
        "a number between 0 and 1",
        factor,
        "pass one such as 0.3");
    Check.given("phases of the arm", phases);
  }

  @Override
  public String name() {
    return "weights × " + Numerals.text(factor);
  }

  @Override
  public String family() {
    return "shrinking";
  }

  @Override
  public ArmRole role() {
    return ArmRole.RIVAL;
  }

  @Override
  public void train(ArmRun run) {
    run.startFromDense();
    // A cell that goes on from a checkpoint takes its weights from there.
    WeightChanges.shrink(run.network(), factor);
    run.train(ControlArm.unmasked(phases), builder -> {});
  }

  @Override
  public String toString() {
    return "from the dense phase, " + name() + ", then " + ControlArm.unmasked(phases).phases();
  }
}
