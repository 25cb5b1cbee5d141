package org.dsd4j.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.PhaseKind;
import org.dsd4j.dsd.PhaseResult;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;

/**
 * A network's outputs for a few samples after the dense phase's best epoch and at the end of the
 * run.
 */
public final class ComparedOutputs {
  private final List<RunResult.ExampleRow> rows;

  private ComparedOutputs(List<RunResult.ExampleRow> rows) {
    this.rows = rows;
  }

  /** Computes the outputs with both sets of weights; the network has its own again afterwards. */
  public static ComparedOutputs of(OutputExamples examples, Network network, DsdResult result) {
    List<OutputExamples.Shown> last = examples.of(network);
    List<OutputExamples.Shown> dense =
        last.isEmpty() ? last : afterDense(examples, network, result);
    List<RunResult.ExampleRow> rows = new ArrayList<>();
    for (int i = 0; i < last.size(); i++) {
      OutputExamples.Shown shown = last.get(i);
      String before = dense.isEmpty() ? "" : dense.get(i).output();
      rows.add(new RunResult.ExampleRow(shown.input(), shown.expected(), before, shown.output()));
    }
    return new ComparedOutputs(List.copyOf(rows));
  }

  private static List<OutputExamples.Shown> afterDense(
      OutputExamples examples, Network network, DsdResult result) {
    Optional<PhaseResult> dense =
        result.phases().stream().filter(p -> p.kind() == PhaseKind.DENSE).findFirst();
    if (dense.isEmpty()) {
      return List.of();
    }
    try (WeightSnapshot own = network.snapshot()) {
      network.restore(dense.get().best().weights());
      try {
        return examples.of(network);
      } finally {
        network.restore(own);
      }
    }
  }

  public List<RunResult.ExampleRow> rows() {
    return rows;
  }

  /** The samples one below the other, for the terminal. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (RunResult.ExampleRow row : rows) {
      text.append(System.lineSeparator()).append(row.input()).append(System.lineSeparator());
      line(text, "expected", row.expected());
      line(text, "dense", row.dense());
      line(text, "DSD", row.last());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String who, String words) {
    if (!words.isEmpty()) {
      text.append(String.format(Locale.ROOT, "  %-9s %s%n", who, words));
    }
  }
}
