package org.dsd4j.study;

import org.dsd4j.study.row.StudyStage;

/**
 * The cells of one task and one seed, which share a dense phase: what one thread or machine takes.
 *
 * @param task the task's name
 * @param seed the seed
 * @param stage what the seed is for
 */
public record StudyUnit(String task, long seed, StudyStage stage) {
  @Override
  public String toString() {
    return task + ", seed " + seed;
  }
}
