package org.dsd4j.study.arm;

import org.dsd4j.study.row.ArmRole;

/**
 * The dense phase stopped early: the weights of its epoch that is best on the validation part. It
 * trains nothing beyond the dense phase.
 */
public final class StoppedEarlyArm implements Arm {
  @Override
  public String name() {
    return "stopped early";
  }

  @Override
  public ArmRole role() {
    return ArmRole.RIVAL;
  }

  @Override
  public void train(ArmRun run) {
    run.startFromBestDense();
  }

  @Override
  public String toString() {
    return "the epoch of the dense phase that is best on the validation part";
  }
}
