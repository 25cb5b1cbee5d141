package org.dsd4j.train.listen;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dsd4j.internal.Check;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.jspecify.annotations.Nullable;

/** Shows a run's progress: a bar for each epoch on a terminal, a line for each epoch elsewhere. */
public final class ConsoleProgress implements TrainingListener {
  private final PrintStream out;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private long stepsPerEpoch;

  /**
   * Progress on a stream.
   *
   * @param out the stream
   * @param terminal whether it is a terminal, on which a line can be redrawn
   */
  public ConsoleProgress(PrintStream out, boolean terminal) {
    this.out = Check.given("out", out);
    this.terminal = terminal;
  }

  @Override
  public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
    this.stepsPerEpoch = stepsPerEpoch;
    out.printf(
        Locale.ROOT,
        "%n%s: %s of %d steps, learning rate %s%n",
        phase.name(),
        phase.epochs(),
        stepsPerEpoch,
        phase.learningRate());
  }

  @Override
  public void stepFinished(Step step) {
    if (!terminal) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch " + step.epoch() + "/" + step.phase().epochs().count())
              .setInitialMax(stepsPerEpoch)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .setUpdateIntervalMillis(200)
              .clearDisplayOnFinish()
              .build();
    }
    bar.setExtraMessage(String.format(Locale.ROOT, "loss %.4f", step.loss()));
    bar.stepTo(step.batch());
  }

  @Override
  public void setBack(Setback setback) {
    closeBar();
    out.printf(Locale.ROOT, "  %s%n", setback);
  }

  @Override
  public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
    closeBar();
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "  epoch %d/%d  loss %.4f",
                epoch.epoch(),
                phase.epochs().count(),
                epoch.trainingLoss()));
    epoch
        .validationLoss()
        .ifPresent(loss -> line.append(String.format(Locale.ROOT, "  validation %.4f", loss)));
    for (Map.Entry<String, Double> metric : epoch.metrics().entrySet()) {
      line.append(String.format(Locale.ROOT, "  %s %.4f", metric.getKey(), metric.getValue()));
    }
    out.printf(Locale.ROOT, "%s  %.1f s%n", line, epoch.seconds());
  }

  @Override
  public void checkpointFailed(String reason) {
    closeBar();
    out.printf(Locale.ROOT, "  no checkpoint: %s%n", reason);
  }

  @Override
  public void runFinished() {
    closeBar();
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
