package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.prune.BlockPruner;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.WeightTimesGradient;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each choice of DSD is in the provenance, and a run that was cut anywhere keeps to it. */
class ChoicesResumeTest {
  @TempDir Path folder;

  /**
   * A choice.
   *
   * @param setting its name in the provenance
   * @param value what the provenance says of it
   * @param set sets it
   */
  private record Choice(String setting, String value, UnaryOperator<DsdTrainer.Builder> set) {
    @Override
    public String toString() {
      return setting + ": " + value;
    }

    DsdTrainer.Builder trainer(Network network) {
      DsdTrainer.Builder builder = set.apply(Cuttable.plain(network, new Adam()));
      return setting.startsWith("phase") ? builder : builder.schedule(Cuttable.schedule(1));
    }
  }

  static Stream<Choice> choices() {
    return Stream.of(
        new Choice(
            "optimizer state",
            "cleared at the start of each phase",
            DsdTrainer.Builder::clearingOptimizerState),
        new Choice(
            "statistics",
            "taken again after each epoch from its first 200 batches",
            DsdTrainer.Builder::takingStatisticsAgain),
        new Choice(
            "regrowth",
            "from the values before pruning",
            builder -> builder.regrowth(Regrowth.saved())),
        new Choice(
            "regrowth",
            "from fresh initial values",
            builder -> builder.regrowth(Regrowth.initial())),
        new Choice(
            "pruning",
            "root mean square of blocks of 2 × 2, or of kernels",
            builder -> builder.pruning(Pruning.with(new BlockPruner(2)))),
        new Choice(
            "pruning",
            "|weight × gradient|, layer by layer; exclude *, include fc1 at 0.98",
            builder ->
                builder.pruning(Pruning.layerwise(new WeightTimesGradient()).only("fc1", 0.98))),
        gradual(
            "phase sparse 2",
            "4 epochs, learning rate 0.05, cosine, times 0.1, sparsity 0.75,"
                + " raised linearly over 2 epochs, at each",
            Ramp.linear(2),
            Regrowth.zero()),
        gradual(
            "phase sparse",
            "4 epochs, learning rate 0.05, cosine, times 0.1, sparsity 0.5,"
                + " raised cubically over 3 epochs, every 2 steps",
            Ramp.cubic(3).everySteps(2),
            Regrowth.saved()));
  }

  private static Choice gradual(String setting, String value, Ramp ramp, Regrowth regrowth) {
    DsdSchedule schedule =
        DsdSchedule.builder()
            .dense(epochs(2), learningRate(0.05).cosine())
            .ramp(ramp)
            .rounds(List.of(0.5, 0.75), epochs(4), 0.1, epochs(1), 1)
            .build();
    return new Choice(
        setting,
        value,
        builder ->
            builder
                .schedule(schedule)
                .pruning(Pruning.layerwise(new WeightTimesGradient()))
                .regrowth(regrowth));
  }

  private String uncut(Choice choice) {
    try (Network network = Cuttable.network(3);
        DsdResult result = choice.trainer(network).build().fit()) {
      assertThat(result.provenance().settings()).containsEntry(choice.setting, choice.value);
      return Cuttable.outcome(result);
    }
  }

  private String cutEvery(long steps, Choice choice, Path place) {
    for (int cuts = 0; cuts < 100; cuts++) {
      try (Network network = Cuttable.network(cuts == 0 ? 3 : 99)) {
        DsdTrainer trainer =
            choice
                .trainer(network)
                .checkpoints(Checkpoints.in(place).everySteps(1_000_000))
                .budget(Budget.unlimited().steps(steps))
                .build();
        try (DsdResult result = cuts == 0 ? trainer.fit() : trainer.resume(place)) {
          return Cuttable.outcome(result);
        } catch (TrainingStoppedException e) {
          assertThat(e).hasMessageContaining("checkpoint");
        }
      }
    }
    throw new AssertionError("the run does not end");
  }

  @ParameterizedTest
  @MethodSource("choices")
  void aRunThatIsCutEndsWithTheSameBits(Choice choice) {
    String expected = uncut(choice);
    assertThat(cutEvery(1, choice, folder.resolve("1"))).isEqualTo(expected);
    assertThat(cutEvery(7, choice, folder.resolve("7"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void changesTheRunAndCannotBeLeftOutOnResume(Choice choice) {
    Choice paper = new Choice("pruning", "", builder -> builder);
    try (Network network = Cuttable.network(3);
        DsdResult result = paper.trainer(network).build().fit()) {
      assertThat(Cuttable.outcome(result)).isNotEqualTo(uncut(choice));
    }
    try (Network network = Cuttable.network(3)) {
      DsdTrainer cut =
          choice
              .trainer(network)
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
              .budget(Budget.unlimited().steps(5))
              .build();
      assertThatThrownBy(cut::fit).isInstanceOf(TrainingStoppedException.class);
    }
    try (Network network = Cuttable.network(3)) {
      DsdTrainer other = paper.trainer(network).checkpoints(folder).build();
      assertThatThrownBy(() -> other.resume(folder))
          .hasMessageContaining(choice.setting + " was " + choice.value);
    }
  }
}
