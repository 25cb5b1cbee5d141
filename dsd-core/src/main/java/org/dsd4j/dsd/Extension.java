package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.dsd.DsdDocument.DsdPhaseRow;
import org.dsd4j.internal.Check;

/**
 * How a saved run becomes a longer one.
 *
 * @param schedule the phases with the lengths that they will have
 * @param reopensLast whether the last phase that was over goes on
 */
record Extension(DsdSchedule schedule, boolean reopensLast) {
  /**
   * Makes those phases longer that can be.
   *
   * @throws IllegalArgumentException if all phases are over and none is longer, or one is to be
   *     shorter
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

  /** What becomes of the lengths, in words; empty where nothing is as it was wanted or saved. */
  static List<String> described(List<Integer> saved, DsdSchedule wanted, DsdSchedule longer) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < saved.size(); i++) {
      String name = wanted.phases().get(i).name();
      int epochs = longer.epochs().get(i);
      if (epochs > saved.get(i)) {
        texts.add(name + " goes on to " + epochs + " epochs, where it had " + saved.get(i));
      } else if (epochs != wanted.epochs().get(i)) {
        texts.add(name + " is over and keeps its epochs, " + epochs + " in all");
      }
    }
    return texts;
  }
}
