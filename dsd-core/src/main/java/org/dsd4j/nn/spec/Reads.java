package org.dsd4j.nn.spec;

/** What a layer's backward computation may read of its forward one, beside what that saved. */
public enum Reads {
  /** The values of the inputs. */
  INPUTS,
  /** The values of the output. */
  OUTPUT
}
