package org.dsd4j.schedule;

/**
 * A schedule with a name.
 *
 * @param name the result of toString
 * @param values its values
 */
record NamedSchedule(String name, Schedule values) implements Schedule {
  /** Whether a schedule's toString is the same in each process. */
  static boolean hasName(Schedule schedule) {
    String nameless =
        schedule.getClass().getName()
            + "@"
            + Integer.toHexString(System.identityHashCode(schedule));
    return !schedule.toString().equals(nameless);
  }

  @Override
  public double at(long step) {
    return values.at(step);
  }

  @Override
  public String toString() {
    return name;
  }
}
