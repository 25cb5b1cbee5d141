package org.dsd4j.study.row;

/** What the seeds of a cell are for. */
public enum StudyStage {
  /** Chooses settings by the validation part; the test part is not measured. */
  SCREENING,
  /** Compares arms by the test part, with seeds that chose nothing. */
  CONFIRMING
}
