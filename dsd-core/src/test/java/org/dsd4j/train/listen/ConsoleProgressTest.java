package org.dsd4j.train.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.schedule.LearningRate.learningRate;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalDouble;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static final PhaseSettings PHASE =
      new PhaseSettings("dense", Epochs.epochs(1), learningRate(0.1), 0);

  private static String shown(boolean terminal) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    ConsoleProgress progress =
        new ConsoleProgress(new PrintStream(shown, true, StandardCharsets.UTF_8), terminal);
    progress.phaseStarted(PHASE, 2);
    for (int batch = 1; batch <= 2; batch++) {
      progress.stepFinished(new TrainingListener.Step(PHASE, 1, batch, 0.25, 0.1));
    }
    progress.epochFinished(
        PHASE, new EpochRecord(1, 0.25, OptionalDouble.empty(), Map.of(), 0.1, 1));
    progress.runFinished();
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theBarGoesWhereAllElseGoes() {
    PrintStream before = System.err;
    ByteArrayOutputStream strayed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(strayed, true, StandardCharsets.UTF_8));
    try {
      assertThat(shown(true)).contains("epoch 1/1", "2/2", "loss 0.2500");
    } finally {
      System.setErr(before);
    }
    assertThat(strayed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void elsewhereThereIsALineForEachEpoch() {
    assertThat(shown(false))
        .isEqualToNormalizingNewlines(
            "\ndense: 1 epoch of 2 steps, learning rate 0.1\n  epoch 1/1  loss 0.2500  1.0 s\n");
  }

  @Test
  void smallRatesAreWrittenWithoutAnExponent() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    new ConsoleProgress(new PrintStream(shown, true, StandardCharsets.UTF_8), false)
        .phaseStarted(new PhaseSettings("dense", Epochs.epochs(1), learningRate(3e-4), 0), 2);
    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("learning rate 0.0003");
  }

  @Test
  void refusesNoStream() {
    assertThatThrownBy(() -> new ConsoleProgress(null, true)).hasMessageContaining("out");
  }
}
