package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs of the tests in processes of their own, with the class path of this one. */
public final class ChildJvm {
  private ChildJvm() {}

  /** A process of this JVM's kind that is still to be started, with options and arguments. */
  public static ProcessBuilder of(List<String> options, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add(program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    String ofTests = System.getProperty("surefire.test.class.path");
    builder
        .environment()
        .put("CLASSPATH", ofTests == null ? System.getProperty("java.class.path") : ofTests);
    return builder;
  }

  /** Runs a process to its end; returns what it printed. Fails if it does. */
  public static String output(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
