package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.dsd.DsdDocument.DsdPhaseRow;
import org.dsd4j.internal.Check;

/**
 * The extension of a saved run to more epochs.
 *
 * @param schedule the phases with their new lengths
 * @param reopensLast whether the last completed phase continues
 */
record Extension(DsdSchedule schedule, boolean reopensLast) {
  /**
   * Extends the phases that can be longer.
   *
   * @throws IllegalArgumentException if all phases are completed and none is longer, or one is to
   *     be shorter
   */
  static Extension of(DsdDocument saved, DsdSchedule wanted) {
    int over = saved.phases().size();
    boolean within = saved.current() != null && over < wanted.phases().size();
    int first = over;
    if (!within && over > 0) {
      DsdPhaseRow last = saved.phases().get(over - 1);
      boolean longer = wanted.epochs().get(over - 1) > saved.epochs().get(over - 1);
      first = longer && !last.record().stoppedEarly() ? over - 1 : over;
    }
    List<Integer> epochs = new ArrayList<>(saved.epochs());
    for (int i = first; i < epochs.size(); i++) {
      Phase phase = wanted.phases().get(i);
      Check.argument(
          phase.epochs().count() >= epochs.get(i),
          "epochs of phase '" + phase.name() + "' to extend",
          "at least the " + epochs.get(i) + " that it has",
          phase.epochs().count(),
          "give it as many or more");
      epochs.set(i, phase.epochs().count());
    }
    Check.argument(
        !epochs.equals(saved.epochs()) || !isOver(saved),
        "phases to extend",
        "one with more epochs among "
            + wanted.phases().subList(Math.max(0, over - (within ? 0 : 1)), epochs.size()).stream()
                .map(Phase::name)
                .toList(),
        "epochs " + wanted.epochs() + " for " + saved.epochs(),
        "give one of these more epochs (others started from the ends of those before), or call"
            + " resume");
    return new Extension(wanted.lasting(epochs), first < over);
  }

  private static boolean isOver(DsdDocument saved) {
    int phases = saved.epochs().size();
    int control = saved.start() == null ? 0 : phases - saved.start().phasesBefore();
    return saved.current() == null
        && saved.phases().size() == phases
        && saved.control().size() == control;
  }

  /** The new lengths in words; empty if no phase differs from the saved or requested ones. */
  static List<String> described(List<Integer> saved, DsdSchedule wanted, DsdSchedule longer) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < saved.size(); i++) {
      String name = wanted.phases().get(i).name();
      int epochs = longer.epochs().get(i);
      if (epochs > saved.get(i)) {
        texts.add(name + " continues to " + epochs + " epochs instead of " + saved.get(i));
      } else if (epochs != wanted.epochs().get(i)) {
        texts.add(name + " is over and keeps its epochs, " + epochs + " in all");
      }
    }
    return texts;
  }
}
