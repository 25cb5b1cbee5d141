package org.dsd4j.study.arm;

import java.util.function.Consumer;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.Phase;
import org.dsd4j.internal.Check;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.task.StudyTask;

/**
 * A rival that trains as the control does, from fresh weights, with changed settings throughout:
 * more weight decay, dropout, smoothed labels.
 *
 * @param name the name in tables
 * @param family the name that it shares with other strengths of the same change
 * @param phases the phases after the dense one, as the control's
 * @param change changes the task; it must change the same each time
 */
public record ChangedArm(
    String name, String family, DsdSchedule phases, Consumer<StudyTask.Builder> change)
    implements Arm {
  /** Checks that all is given. */
  public ChangedArm {
    Check.given("name of the arm", name);
    Check.given("family of the arm", family);
    Check.given("phases of the arm", phases);
    Check.given("change of the task", change);
  }

  @Override
  public ArmRole role() {
    return ArmRole.RIVAL;
  }

  @Override
  public void train(ArmRun run) {
    StudyTask changed = run.task().changed(change);
    run.takeNetwork(changed);
    DsdSchedule.Builder all = DsdSchedule.builder().dense(changed.epochs(), changed.rate());
    for (Phase phase : phases.phases()) {
      switch (phase.kind()) {
        case SPARSE -> all.sparse(0, phase.epochs(), phase.learningRate());
        case RE_DENSE, DENSE, CONTROL -> all.reDense(phase.epochs(), phase.learningRate());
      }
    }
    run.train(changed, all.build(), builder -> {});
  }

  @Override
  public String settings(StudyTask task) {
    return this + "; " + task.changed(change).texts();
  }

  @Override
  public String toString() {
    return name + ", from fresh weights, then " + ControlArm.unmasked(phases).phases();
  }
}
