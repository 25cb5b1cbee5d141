package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What help says of every command and each of its options. */
class HelpTest extends CommandLineTest {
  static List<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream()
        .filter(name -> !name.equals("help"))
        .toList();
  }

  private static CommandLine command(String name) {
    return Main.commandLine().getSubcommands().get(name);
  }

  /** An option's description as help shows it, in a line. */
  private static String shown(CommandLine command, OptionSpec option) {
    Help.IOptionRenderer renderer = command.getHelp().createDefaultOptionRenderer();
    Help.IParamLabelRenderer labels = command.getHelp().createDefaultParamLabelRenderer();
    return Stream.of(renderer.render(option, labels, Help.defaultColorScheme(Help.Ansi.OFF)))
        .map(row -> row[4].plainString())
        .reduce("", (before, line) -> before + " " + line)
        .replaceAll("\\s+", " ")
        .strip();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionSaysWhatItIsWithoutIt(String name) {
    CommandLine command = command(name);
    assertThat(command.getCommandSpec().options()).isNotEmpty();
    for (OptionSpec option : command.getCommandSpec().options()) {
      String text = shown(command, option);
      assertThat(text).as(name + " " + option.longestName()).isNotBlank().doesNotContain("${");
      boolean chosenWithAnother = option.group() != null;
      if (!option.required()
          && !option.usageHelp()
          && !option.versionHelp()
          && !chosenWithAnother) {
        assertThat(text)
            .as(name + " " + option.longestName())
            .containsPattern("\\(default: [^)]*\\S[^)]*\\)");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyArgumentIsDescribed(String name) {
    for (PositionalParamSpec argument : command(name).getCommandSpec().positionalParameters()) {
      assertThat(argument.description()).as(name + " " + argument.paramLabel()).isNotEmpty();
      assertThat(String.join(" ", argument.description())).hasSizeGreaterThan(10);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandShowsHowItIsCalledAndTheExampleCanBeParsed(String name) {
    assertThat(run("help", name)).isZero();
    assertThat(out.toString()).contains("Here dsd4j stands for: java -jar dsd-examples.jar");
    String example =
        out.toString()
            .lines()
            .filter(line -> line.startsWith("Example: dsd4j " + name))
            .findFirst()
            .orElseThrow()
            .replace("Example: dsd4j ", "");
    assertThat(Main.commandLine().parseArgs(example.split(" ")).hasSubcommand()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void linesFitATerminal(String name) {
    assertThat(command(name).getUsageMessage(Help.Ansi.OFF).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void defaultsAreThoseOfTheExample() {
    assertThat(run("help", "cifar10")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("Epochs of the dense phase (default: 60, with --quick 1)")
        .contains("--learning-rate=F", "along half a cosine (default: 0.1)")
        .contains("Samples in a training step (default: 128)")
        .contains("(default: runs/cifar10)");
    out.getBuffer().setLength(0);
    assertThat(run("help", "text")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("(default: 8, with --quick 1)", "(default: 0.004)", "(default: 0.8)");
  }

  @Test
  void modelsAndSummarySayHowTheirNetworksAreCalled() {
    assertThat(run("models")).isZero();
    assertThat(out.toString())
        .contains("dsd4j summary resnet50", "ModelCatalogue.load().get(\"resnet50\")");
    out.getBuffer().setLength(0);
    assertThat(run("summary", "resnet20", "--classes", "7", "--input", "64", "64", "3")).isZero();
    assertThat(out.toString())
        .contains(
            "ModelCatalogue.load().get(\"resnet20\").network(Shape.of(64, 64, 3), 7)"
                + ".build(Seed.of(1))");
  }

  @Test
  void theLearningRateIsThatOfTheDensePhase() {
    String place = out().toString();
    assertThat(run("fashion", "--quick", "--no-control", "--learning-rate", "0.02", "--out", place))
        .isZero();
    assertThat(out().resolve("result.json"))
        .content()
        .contains("learning rate 0.02, cosine", "learning rate 0.002, cosine")
        .contains("--learning-rate 0.02 ");
    assertThat(run("fashion", "--learning-rate", "0", "--overwrite", "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("learning rate: expected a number above 0");
  }
}
