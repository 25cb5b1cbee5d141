package org.dsd4j.nn.spec;

/**
 * The values of a layer's forward computation that its backward one may read in addition to saved
 * tensors.
 */
public enum Reads {
  /** The values of the inputs. */
  INPUTS,
  /** The values of the output. */
  OUTPUT
}
