package org.dsd4j.study.arm;

import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.task.StudyTask;

/**
 * One way to train a task. Immutable; the cells of a study may train it in several threads at once.
 * To add one, write one class.
 */
public interface Arm {
  /** The name in rows and tables, unique in a study. */
  String name();

  /** What the arm is compared as. */
  ArmRole role();

  /**
   * The name that arms share of which a study with screening seeds confirms only the best, such as
   * DSD at several sparsities. The arm's own name by default.
   */
  default String family() {
    return name();
  }

  /**
   * Trains; afterwards {@link ArmRun#network()} has the weights that are measured.
   *
   * @throws org.dsd4j.train.listen.NonFiniteLossException if the loss is not finite; the study
   *     counts the cell as diverged
   */
  void train(ArmRun run);

  /**
   * All settings in words, for this task: what must be equal for a study to go on. The text of the
   * arm by default.
   */
  default String settings(StudyTask task) {
    return toString();
  }

  /** The settings in words. */
  @Override
  String toString();
}
