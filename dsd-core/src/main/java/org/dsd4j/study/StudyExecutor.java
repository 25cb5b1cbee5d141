package org.dsd4j.study;

import java.util.List;
import java.util.function.Consumer;

/** Where the units of a study are trained. Units do not depend on one another. */
public interface StudyExecutor {
  /**
   * Trains all units and returns when the last has ended.
   *
   * @param units in the order in which they should begin
   * @param train trains one unit in the calling thread; throws if it was stopped or has failed,
   *     after which no further unit begins
   * @throws RuntimeException the first failure of a unit, once those that ran have ended
   */
  void run(List<StudyUnit> units, Consumer<StudyUnit> train);
}
