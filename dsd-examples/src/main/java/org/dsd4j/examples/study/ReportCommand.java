package org.dsd4j.examples.study;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dsd4j.examples.study.report.StudyReport;
import org.dsd4j.study.StudyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what the folder of a study says so far. */
@Command(
    name = "report",
    description =
        "Prints what the rows of a study say, finished or not, and writes its report.html.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ReportCommand implements Callable<Integer> {
  /** The page in the folder of a study. */
  static final String PAGE = "report.html";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder that a study was written to.")
  private Path folder;

  @Option(names = "--json", description = "Print JSON (default: off, a table).")
  private boolean asJson;

  // Nothing to keep: Main asks whether it was given.
  @Option(names = "--stacktrace", description = "Show where an error came from (default: off).")
  void stacktrace(boolean shown) {}

  @Override
  public Integer call() {
    StudyResult result = StudyResult.read(folder);
    String title = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    spec.commandLine().getOut().print(asJson ? StudyJson.text(title, result) : result);
    spec.commandLine().getOut().flush();
    StudyReport.write(result, StudyReport.Origin.titled(title), folder.resolve(PAGE));
    return 0;
  }
}
