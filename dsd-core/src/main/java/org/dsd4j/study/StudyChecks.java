package org.dsd4j.study;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.study.arm.Arm;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.task.StudyTask;

/** Checks of a study's settings, before hours are spent. */
final class StudyChecks {
  /** Fewer pairs have no interval worth the name, so that no verdict would follow. */
  static final int FEWEST_SEEDS = 2;

  private StudyChecks() {}

  static List<Arm> arms(StudyTask task, List<Arm> arms) {
    Set<String> names = new HashSet<>();
    for (Arm arm : arms) {
      Check.argument(
          names.add(arm.name()),
          "arms of '" + task.name() + "'",
          "one of each name",
          "a second '" + arm.name() + "'",
          "rename it");
    }
    Check.argument(
        arms.stream().filter(arm -> arm.role() == ArmRole.CONTROL).count() == 1,
        "arms of '" + task.name() + "'",
        "one control, which the others are compared with",
        names,
        "add a ControlArm with DSD's phases");
    Check.argument(
        arms.size() > 1,
        "arms of '" + task.name() + "'",
        "at least one to compare with the control",
        names,
        "add a DsdArm");
    return List.copyOf(arms);
  }

  static void seeds(List<Long> screening, List<Long> confirming) {
    Set<Long> all = new HashSet<>(screening);
    Check.argument(
        all.size() == screening.size() && new HashSet<>(confirming).size() == confirming.size(),
        "seeds",
        "each once",
        "screening " + screening + ", confirming " + confirming,
        "leave out the second of each");
    Check.argument(
        confirming.stream().noneMatch(all::contains),
        "seeds that confirm",
        "others than those that screen, " + screening,
        confirming,
        "confirm with fresh seeds");
    Check.argument(
        confirming.size() >= FEWEST_SEEDS,
        "seeds that confirm",
        "at least " + FEWEST_SEEDS + ", as one pair says nothing about luck",
        confirming.size(),
        "take 5 or more");
  }

  static void validation(StudyTask task, long seed, int fewest) {
    int size = task.data(seed).validation().size();
    Check.argument(
        size >= fewest,
        "validation part of '" + task.name() + "'",
        "at least " + fewest + " samples, to choose epochs and settings by",
        size,
        "give it a larger share of the training samples");
  }
}
