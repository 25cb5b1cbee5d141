package org.dsd4j.schedule;

/**
 * A schedule that prints as one would write it.
 *
 * @param name what it prints as
 * @param values its values
 */
record NamedSchedule(String name, Schedule values) implements Schedule {
  /** Whether a schedule prints as something that is the same in each process. */
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
