package org.dsd4j.examples;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.dsd4j.examples.bench.BenchCommand;
import org.dsd4j.examples.caption.CaptionCommand;
import org.dsd4j.examples.speech.SpeechCommand;
import org.dsd4j.examples.study.CompareCommand;
import org.dsd4j.examples.study.ReportCommand;
import org.dsd4j.examples.study.SensitivityCommand;
import org.dsd4j.examples.study.StudyCommand;
import org.dsd4j.examples.study.SuspectsCommand;
import org.dsd4j.examples.text.TextCommand;
import org.dsd4j.examples.vision.Cifar10Command;
import org.dsd4j.examples.vision.FashionCommand;
import org.dsd4j.examples.vision.ImagenetCommand;
import org.dsd4j.examples.vision.MnistCommand;
import org.dsd4j.examples.vision.PredictCommand;
import org.dsd4j.internal.FileErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of all examples. */
@Command(
    name = "dsd4j",
    description = "Trains networks dense, sparse and dense again, beside a control.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      FashionCommand.class,
      MnistCommand.class,
      Cifar10Command.class,
      ImagenetCommand.class,
      SpeechCommand.class,
      TextCommand.class,
      CaptionCommand.class,
      StudyCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      PredictCommand.class,
      SensitivityCommand.class,
      SuspectsCommand.class,
      ModelsCommand.class,
      SummaryCommand.class,
      ConvertCommand.class,
      BenchCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples that train print a table and write result.json and report.html into --out.",
      "'dsd4j help fashion' shows the options of one example.",
      Main.PROGRAM
    })
public final class Main implements Runnable {
  /** The exit code of a command that failed while running; wrong usage returns 2. */
  static final int FAILED = 1;

  static final String PROGRAM = "Here dsd4j stands for: java -jar dsd-examples.jar";

  /** An example call of each command. */
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("fashion", "fashion --epochs 4 --sparsity 0.5 --out runs/half"),
          Map.entry("mnist", "mnist --data mnist --model lenet300100"),
          Map.entry("cifar10", "cifar10 --data cifar-10-batches-bin --depth 32"),
          Map.entry("imagenet", "imagenet --data imagenet --model resnet18 --epochs 30"),
          Map.entry("speech", "speech --data fsdd.zip --model deepspeech1"),
          Map.entry("text", "text --data books --words"),
          Map.entry("caption", "caption --data flickr8k.zip --weights vgg16.pth"),
          Map.entry("study", "study docs/grids/lenet5-wrong-labels.yaml --out runs/wrong-labels"),
          Map.entry("report", "report runs/wrong-labels"),
          Map.entry("compare", "compare runs/first runs/second"),
          Map.entry("predict", "predict --archive runs/cifar10/model.dsd4j.safetensors cat.jpg"),
          Map.entry("sensitivity", "sensitivity --archive runs/fashion/model.dsd4j.safetensors"),
          Map.entry("suspects", "suspects --noise 0.4 --rivals --out runs/noise"),
          Map.entry("models", "models --json"),
          Map.entry("summary", "summary resnet20 --classes 7 --input 64 64 3"),
          Map.entry("convert", "convert resnet50.pth resnet50.safetensors"),
          Map.entry("bench", "bench resnet50:16:224 --precision bf16"));

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    CommandLine command = commandLine();
    if (Charset.defaultCharset().equals(StandardCharsets.US_ASCII)) {
      // The locale C does not determine the console's encoding; most consoles use UTF-8, and files
      // are in UTF-8.
      command.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
      command.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
    System.exit(command.execute(arguments));
  }

  /** The command line, for running and for tests. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              if (EXAMPLES.containsKey(name)) {
                String example = "Example: dsd4j " + EXAMPLES.get(name);
                command.getCommandSpec().usageMessage().footer("", example, PROGRAM);
              }
            });
    return line.setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explain);
  }

  private static int execute(CommandLine.ParseResult parsed) {
    if (isBeyondLocale(parsed.originalArgs())) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(), "an argument is in letters of another locale");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Whether Java could not decode an argument and has substituted a character. */
  private static boolean isBeyondLocale(List<String> arguments) {
    return !"UTF-8".equals(System.getProperty("sun.jnu.encoding"))
        && arguments.stream().anyMatch(argument -> argument.indexOf('\ufffd') >= 0);
  }

  /** Prints the error of the command line, and how to list its options. */
  private static int explainUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText("Error: " + e.getMessage()));
    if (isBeyondLocale(List.of(arguments))) {
      err.println("To pass letters outside of ASCII, " + FileErrors.otherLocale());
    }
    UnmatchedArgumentException.printSuggestions(e, err);
    String example = command.getParent() == null ? "" : " " + command.getCommandName();
    err.println("'dsd4j help" + example + "' lists what there is.");
    return CommandLine.ExitCode.USAGE;
  }

  /** Prints the error in one line, and the stack trace only if requested. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(command.getColorScheme().errorText("Error: " + e.getMessage()));
    if (parsed.subcommand() != null && parsed.subcommand().hasMatchedOption("--stacktrace")) {
      e.printStackTrace(command.getErr());
    }
    return e instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name an example, such as: fashion");
  }

  /** The version of the build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"DSD4J " + (version == null ? "(not packaged)" : version)};
    }
  }
}
