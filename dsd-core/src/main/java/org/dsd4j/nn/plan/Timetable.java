package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The turns of a plan, and those at which the content of each tensor matters.
 *
 * <p>In training all steps go forward, then all backward in the opposite order. With several
 * segments, the steps of a segment are recomputed right before they go backward, as far as backward
 * needs their values; values that a later segment reads are kept.
 */
final class Timetable {
  private final List<Turn> turns = new ArrayList<>();
  private final PlanUses uses;

  Timetable(List<PlanStep> steps, GradientFlow flow, PlanUses uses, PlanKind kind) {
    this.uses = uses;
    int count = steps.size();
    IntStream.range(0, count).forEach(i -> turns.add(new Turn(Turn.Kind.FORWARD, i)));
    turns.add(new Turn(Turn.Kind.LOSS, 0));
    int segments = kind.mode().hasGradients() ? Math.min(kind.options().segments(), count) : 0;
    for (int s = segments - 1; s >= 0; s--) {
      int from = (int) ((long) count * s / segments);
      int to = (int) ((long) count * (s + 1) / segments);
      List<Turn> backward =
          IntStream.range(from, to)
              .map(i -> from + to - 1 - i)
              .filter(i -> flow.isDifferentiable(steps.get(i)))
              .mapToObj(i -> new Turn(Turn.Kind.BACKWARD, i))
              .toList();
      if (to < count) {
        turns.addAll(recomputations(from, to, count, backward));
      }
      turns.addAll(backward);
    }
    turns.add(new Turn(Turn.Kind.END, 0));
  }

  private List<Turn> recomputations(int from, int to, int count, List<Turn> backward) {
    Set<Slot> kept = new HashSet<>(uses.of(new Turn(Turn.Kind.LOSS, 0)).reads());
    for (int i = to; i < count; i++) {
      kept.addAll(uses.of(new Turn(Turn.Kind.FORWARD, i)).reads());
    }
    Set<Slot> needed = new HashSet<>();
    backward.forEach(turn -> needed.addAll(uses.of(turn).reads()));
    needed.removeAll(kept);
    List<Turn> found = new ArrayList<>();
    for (int i = to - 1; i >= from; i--) {
      Turn again = new Turn(Turn.Kind.RECOMPUTATION, i);
      Use use = uses.of(again);
      if (use.writesAnyOf(needed)) {
        found.add(again);
        needed.addAll(use.reads());
        needed.removeAll(kept);
      }
    }
    Collections.reverse(found);
    return found;
  }

  /** The turns in their order. */
  List<Turn> turns() {
    return turns;
  }

  /** The turns, by number, at which the content of each tensor's storage matters. */
  Map<Slot, BitSet> lifetimes() {
    Map<Slot, BitSet> lifetimes = new HashMap<>();
    Set<Slot> live = new HashSet<>();
    // Backwards: a tensor that is read later is needed from where it is written.
    for (int t = turns.size() - 1; t >= 0; t--) {
      Use use = uses.of(turns.get(t));
      int now = t;
      live.addAll(use.writes());
      live.addAll(use.reads());
      live.forEach(slot -> lifetimes.computeIfAbsent(slot, key -> new BitSet()).set(now));
      live.removeAll(use.writes());
      live.addAll(use.reads());
    }
    return lifetimes;
  }
}
