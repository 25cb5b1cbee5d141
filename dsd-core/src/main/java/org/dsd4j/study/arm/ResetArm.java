package org.dsd4j.study.arm;

import java.util.List;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.WeightChanges;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.tensor.Seed;

/**
 * Layers reset to fresh initial values in place of pruning, then the phases of the control.
 *
 * @param layers the names of the layers
 * @param phases the phases after the dense one, as the control's
 */
public record ResetArm(List<String> layers, DsdSchedule phases) implements Arm {
  /** Copies the names. */
  public ResetArm {
    layers = List.copyOf(layers);
    Check.argument(
        !layers.isEmpty(), "layers to reset", "at least one", "none", "name the last layer");
    Check.given("phases of the arm", phases);
  }

  @Override
  public String name() {
    return "reset " + String.join(", ", layers);
  }

  @Override
  public String family() {
    return "reset";
  }

  @Override
  public ArmRole role() {
    return ArmRole.RIVAL;
  }

  @Override
  public void train(ArmRun run) {
    run.startFromDense();
    Seed fresh = Seed.of(run.seed()).derive("reset layers");
    WeightChanges.reset(run.network(), fresh, layers.toArray(String[]::new));
    run.train(ControlArm.unmasked(phases), builder -> {});
  }

  @Override
  public String toString() {
    return "from the dense phase, " + name() + ", then " + ControlArm.unmasked(phases).phases();
  }
}
