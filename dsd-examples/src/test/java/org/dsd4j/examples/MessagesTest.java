package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What texts of all modules tell users to type or to call is there. */
class MessagesTest {
  private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*[a-z]");
  private static final Pattern CALL =
      Pattern.compile("(?<![\\w$])((?:[a-zA-Z]\\w*(?:\\([^()]*\\))?\\.)*)([a-z]\\w*)\\(");

  /** PyTorch's are called in Python, and those of {@link Thread} are Java's. */
  private static final Pattern ELSEWHERE = Pattern.compile("torch\\.|tensor\\.|model\\.|Thread\\.");

  private final List<String> texts = new ArrayList<>();
  private final StringBuilder code = new StringBuilder();

  @BeforeEach
  void readSources() throws IOException {
    for (String module : List.of("dsd-core", "dsd-models", "dsd-examples")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
          String source = COMMENT.matcher(Files.readString(file)).replaceAll("");
          Matcher literals = LITERAL.matcher(source);
          literals.results().map(MatchResult::group).forEach(texts::add);
          code.append(literals.replaceAll("\"\""));
        }
      }
    }
  }

  @Test
  void optionsThatTextsNameExist() {
    Set<String> named = new TreeSet<>();
    texts.forEach(text -> OPTION.matcher(text).results().forEach(o -> named.add(o.group())));
    assertThat(named).hasSizeGreaterThan(30).isSubsetOf(options(Main.commandLine()));
  }

  private static Set<String> options(CommandLine command) {
    Set<String> options = new TreeSet<>(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(inner -> options.addAll(options(inner)));
    return options;
  }

  @Test
  void methodsThatTextsNameExist() {
    Set<String> named = new TreeSet<>();
    texts.forEach(
        text ->
            CALL.matcher(text)
                .results()
                .filter(call -> !ELSEWHERE.matcher(call.group(1)).lookingAt())
                .forEach(call -> named.add(call.group(2) + "(")));
    assertThat(named).hasSizeGreaterThan(25).allMatch(call -> code.indexOf(call) >= 0);
  }
}
