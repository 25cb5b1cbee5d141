package org.dsd4j.examples.report;

import java.util.List;
import org.dsd4j.nn.Network;

/** Shows what a network makes of a few samples, so that people can judge for themselves. */
@FunctionalInterface
public interface OutputExamples {
  /**
   * One sample and what came out.
   *
   * @param input what the network saw, in words
   * @param expected what should come out; may be empty
   * @param output what came out
   */
  record Shown(String input, String expected, String output) {}

  /** The same samples each time it is asked. */
  List<Shown> of(Network network);
}
