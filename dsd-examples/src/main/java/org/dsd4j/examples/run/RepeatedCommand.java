package org.dsd4j.examples.run;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command that repeats a run, with every option that influences its results. */
final class RepeatedCommand {
  /** Options without influence on the results: folder, checkpoints and stopping. */
  private static final Set<String> OF_ONE_START =
      Set.of(
          "--out",
          "--overwrite",
          "--resume",
          "--extend",
          "--stop-after",
          "--checkpoint-every",
          "--stacktrace");

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private RepeatedCommand() {}

  /**
   * The command.
   *
   * @param parsed the given options
   * @param chosen the values that the run chose for options that were not given
   */
  static String of(ParseResult parsed, Map<String, String> chosen) {
    List<String> words = new ArrayList<>(program());
    words.add(parsed.commandSpec().name());
    for (OptionSpec option : parsed.commandSpec().options()) {
      String name = option.longestName();
      if (OF_ONE_START.contains(name) || option.usageHelp() || option.versionHelp()) {
        continue;
      }
      if (parsed.hasMatchedOption(option)) {
        words.add(name);
        if (option.arity().max() > 0) {
          words.addAll(option.originalStringValues());
        }
      } else if (chosen.containsKey(name)) {
        words.addAll(List.of(name, chosen.get(name)));
      } else if (option.arity().max() > 0 && option.defaultValue() != null) {
        words.addAll(List.of(name, option.defaultValue()));
      }
    }
    return words.stream().map(RepeatedCommand::quoted).collect(Collectors.joining(" "));
  }

  private static List<String> program() {
    String classPath = System.getProperty("java.class.path", "");
    String jar =
        classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
            ? classPath
            : "dsd-examples.jar";
    List<String> words = new ArrayList<>();
    // Another number of threads may change the last bits.
    String threads = System.getenv("OMP_NUM_THREADS");
    if (threads != null) {
      words.add("OMP_NUM_THREADS=" + threads);
    }
    words.addAll(List.of("java", "-jar", jar));
    return words;
  }

  /** Quotes a word for a shell. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
