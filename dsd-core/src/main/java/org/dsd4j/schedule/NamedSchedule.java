package org.dsd4j.schedule;

/**
 * A schedule with a name.
 *
 * @param name the result of toString
 * @param values its values
 */
record NamedSchedule(String name, Schedule values) implements Schedule {
  @Override
  public double at(long step) {
    return values.at(step);
  }

  @Override
  public String toString() {
    return name;
  }
}
