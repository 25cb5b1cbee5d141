package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.testing.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Names outside of ASCII in the locale C, which knows none. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have names in Unicode always")
class NamesBeyondLocaleTest {
  /** German for green, as a shell writes it, whatever its locale is. */
  private static final String GREEN = "$(printf 'gr\\303\\274n')";

  @TempDir Path folder;

  @BeforeEach
  void write() {
    NamedTensor tensor = NamedTensor.of("gr\u00fcn.weight", Nd4j.createFromArray(1f, 2f));
    SafeTensors.write(List.of(tensor), Map.of(), folder.resolve("w.safetensors"));
  }

  /** Runs a line of a shell in the folder, in which {@code $dsd4j} runs the examples. */
  private String shell(String line) throws IOException, InterruptedException {
    ProcessBuilder java = ChildJvm.of(List.of("-Xmx256m"), Main.class);
    List<String> command = new ArrayList<>(List.of("sh", "-c", line));
    ProcessBuilder shell = new ProcessBuilder(command).directory(folder.toFile());
    shell.environment().put("CLASSPATH", absolute(java.environment().get("CLASSPATH")));
    shell.environment().put("LC_ALL", "C");
    shell.environment().put("dsd4j", String.join(" ", java.command()));
    Process process = shell.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output + "exit " + process.waitFor();
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void argumentsThatTheLocaleCannotSayAreRefusedWithTheLocaleThatCan() throws Exception {
    assertThat(shell("$dsd4j convert " + GREEN + ".safetensors out.pth"))
        .contains(
            "To pass letters outside of ASCII, start Java under a locale of UTF-8, as LC_ALL=")
        .contains("names of files are in ANSI_X3.4-1968")
        .endsWith("exit 2");
    assertThat(shell("$dsd4j convert w.safetensors out.pth --strip-prefix " + GREEN + "."))
        .contains("an argument is in letters of another locale", "LC_ALL=C.UTF-8")
        .endsWith("exit 2");
    assertThat(folder.resolve("out.pth")).doesNotExist();
  }

  @Test
  void classesWhoseNamesCannotBeReadAreNotTakenForOthers() throws Exception {
    String output =
        shell(
            "mkdir -p train/"
                + GREEN
                + " val/a && echo > train/"
                + GREEN
                + "/1.png;"
                + " $dsd4j imagenet --data . --quick");
    assertThat(output)
        .contains("names of files that can be said", "LC_ALL=C.UTF-8")
        .doesNotContain("exit 0");
  }

  @Test
  void namesInFilesAreReadWrittenAndShownAsTheyAre() throws Exception {
    assertThat(shell("$dsd4j convert w.safetensors w.pth && $dsd4j convert w.pth v.safetensors"))
        .endsWith("exit 0");
    assertThat(Files.mismatch(folder.resolve("w.safetensors"), folder.resolve("v.safetensors")))
        .isEqualTo(-1);
    assertThat(shell("$dsd4j convert w.safetensors x.pth --strip-prefix red."))
        .contains("received others, such as gr\u00fcn.weight")
        .endsWith("exit 2");
  }
}
