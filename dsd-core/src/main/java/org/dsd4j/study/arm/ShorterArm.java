package org.dsd4j.study.arm;

import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.internal.Check;
import org.dsd4j.study.row.ArmRole;

/**
 * A dense phase of fewer epochs, over which the learning rate falls as it does in the long one.
 *
 * @param epochs the number of epochs
 */
public record ShorterArm(int epochs) implements Arm {
  /** Checks the number. */
  public ShorterArm {
    Check.positive("epochs", epochs);
  }

  @Override
  public String name() {
    return "dense, " + epochs + (epochs == 1 ? " epoch" : " epochs");
  }

  @Override
  public String family() {
    return "fewer epochs";
  }

  @Override
  public ArmRole role() {
    return ArmRole.RIVAL;
  }

  @Override
  public void train(ArmRun run) {
    DsdSchedule schedule =
        DsdSchedule.builder().dense(run.task().epochs().lasting(epochs), run.task().rate()).build();
    run.train(schedule, builder -> {});
  }

  @Override
  public String toString() {
    return "a dense phase of " + epochs + " epochs";
  }
}
