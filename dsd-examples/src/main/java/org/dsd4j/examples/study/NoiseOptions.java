package org.dsd4j.examples.study;

import java.util.Optional;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.condition.LabelNoise;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import picocli.CommandLine.Option;

/** The options for labels that are made wrong, so that it is known which are. */
final class NoiseOptions {
  @Option(
      names = "--noise",
      paramLabel = "F",
      defaultValue = "0",
      description = "Share of labels to make wrong, to measure by (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--pairs",
      description =
          "Give wrong labels the class after theirs (default: off, any other class at random).")
  private boolean pairs;

  /** The data set with that noise; empty without. */
  Optional<LabelNoise> of(Dataset clean, Seed seed) {
    Check.argument(
        rate > 0 || !pairs, "--pairs", "--noise above 0 beside it", rate, "add --noise 0.2, say");
    if (rate == 0) {
      return Optional.empty();
    }
    LabelNoise noise =
        pairs ? LabelNoise.byPairs(clean, rate, seed) : LabelNoise.symmetric(clean, rate, seed);
    Check.argument(
        noise.wrong().length > 0,
        "--noise",
        "a share that makes a label wrong",
        rate + " of " + clean.size() + " samples",
        "raise it, or draw more samples");
    return Optional.of(noise);
  }
}
