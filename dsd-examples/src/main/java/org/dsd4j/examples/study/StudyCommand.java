package org.dsd4j.examples.study;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.examples.run.StopSignals;
import org.dsd4j.examples.study.grid.StudyGrid;
import org.dsd4j.examples.study.report.StudyReport;
import org.dsd4j.internal.Check;
import org.dsd4j.study.LocalExecutor;
import org.dsd4j.study.Study;
import org.dsd4j.study.StudyListener;
import org.dsd4j.study.StudyResult;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the study of a grid file, or goes on with it. */
@Command(
    name = "study",
    description = {
      "Trains arms x seeds x conditions of a grid file, and says what DSD gains over its control,",
      "whether that is luck, and what else does as well. A study that was stopped goes on."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class StudyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "GRID", description = "A grid file, in YAML or JSON; see docs/grids.")
  private Path grid;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "Where the data are (default: the folder that the grid names).")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of rows, checkpoints and results (default: runs and the name of the grid).")
  private @Nullable Path out;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Trained side by side (default: the number of cores).")
  private @Nullable Integer units;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of each; the results depend on it (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Seeds that confirm (default: the grid's).")
  private @Nullable Integer seeds;

  @Option(
      names = "--quick",
      description =
          "Try the grid in seconds: one epoch a phase, few samples, two seeds (default: off).")
  private boolean quick;

  @Option(
      names = "--json",
      description = "Print the result as JSON, and progress as errors (default: off, a table).")
  private boolean asJson;

  // Nothing to keep: Main asks whether it was given.
  @Option(names = "--stacktrace", description = "Show where an error came from (default: off).")
  void stacktrace(boolean shown) {}

  @Override
  public Integer call() {
    PrintWriter output = spec.commandLine().getOut();
    PrintWriter progress = asJson ? spec.commandLine().getErr() : output;
    OptionalInt chosen =
        seeds == null ? OptionalInt.empty() : OptionalInt.of(Check.positive("--seeds", seeds));
    StudyGrid read = StudyGrid.read(grid, new StudyGrid.Changes(data, chosen, quick));
    LocalExecutor executor =
        new LocalExecutor(units == null ? LocalExecutor.usual().units() : units, threads);
    Path folder = folder();
    Study study =
        read.study()
            .folder(folder)
            .executor(executor)
            .listener((row, done) -> print(progress, row, done))
            .build();
    progress.printf(Locale.ROOT, "%s, in %s%n", read.title(), folder.toAbsolutePath().normalize());
    progress.flush();
    QuietLog quiet = new QuietLog();
    try (StopSignals signals = new StopSignals(study::stop, spec.commandLine().getErr())) {
      try {
        StudyResult result = study.run();
        output.print(asJson ? StudyJson.text(read.title(), result) : result);
        output.flush();
        Path page = folder.resolve(ReportCommand.PAGE);
        StudyReport.write(result, origin(read.title()), page);
        progress.printf(Locale.ROOT, "Report: %s%n", page.toAbsolutePath().normalize());
        progress.flush();
        return 0;
      } catch (TrainingStoppedException e) {
        progress.printf(Locale.ROOT, "%nThe study %s.%nTo go on: the same command%n", e.outcome());
        progress.flush();
        return signals.exitCode().orElse(ExampleRun.STOPPED);
      }
    } finally {
      quiet.close();
    }
  }

  private StudyReport.Origin origin(String title) {
    String arguments =
        String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
    return new StudyReport.Origin(
        title,
        "java -jar dsd-examples.jar " + arguments,
        "",
        Map.of("Java", Runtime.version().toString()));
  }

  private Path folder() {
    if (out != null) {
      return out;
    }
    String name = String.valueOf(grid.getFileName()).replaceFirst("\\.[^.]+$", "");
    return Path.of("runs", quick ? name + "-quick" : name);
  }

  private static void print(PrintWriter to, CellRow row, StudyListener.Progress done) {
    String value =
        row.failure()
            .map(reason -> "no result, " + reason)
            .orElseGet(
                () ->
                    row.test().isPresent()
                        ? String.format(Locale.ROOT, "test %.4f", row.test().getAsDouble())
                        : String.format(
                            Locale.ROOT, "validation %.4f", row.validation().orElseThrow()));
    CellRow.Cell cell = row.cell();
    to.printf(
        Locale.ROOT,
        "%s | %s, seed %d, %s: %s%n",
        done,
        cell.task(),
        cell.seed(),
        cell.arm(),
        value);
    to.flush();
  }
}
