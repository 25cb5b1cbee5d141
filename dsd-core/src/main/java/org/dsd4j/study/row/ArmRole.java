package org.dsd4j.study.row;

/** What an arm is compared as. */
public enum ArmRole {
  /** The network after its dense phase. */
  DENSE,
  /** The same epochs and rates as DSD without a mask: what the others are compared with. */
  CONTROL,
  /** Trains under masks. */
  DSD,
  /** A simpler remedy. */
  RIVAL
}
