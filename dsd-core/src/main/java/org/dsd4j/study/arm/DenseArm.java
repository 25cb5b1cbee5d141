package org.dsd4j.study.arm;

import org.dsd4j.study.row.ArmRole;

/** The network at the end of the dense phase. */
public final class DenseArm implements Arm {
  @Override
  public String name() {
    return "dense";
  }

  @Override
  public ArmRole role() {
    return ArmRole.DENSE;
  }

  @Override
  public void train(ArmRun run) {
    run.startFromDense();
  }

  @Override
  public String toString() {
    return "the end of the dense phase";
  }
}
