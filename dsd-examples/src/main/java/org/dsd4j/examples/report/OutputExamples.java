package org.dsd4j.examples.report;

import java.util.List;
import org.dsd4j.nn.Network;

/** Shows a network's outputs for a few samples. */
@FunctionalInterface
public interface OutputExamples {
  /**
   * One sample with its output.
   *
   * @param input a description of the input
   * @param expected the expected output; may be empty
   * @param output the network's output
   */
  record Shown(String input, String expected, String output) {}

  /** Computes the outputs, for the same samples at each call. */
  List<Shown> of(Network network);
}
