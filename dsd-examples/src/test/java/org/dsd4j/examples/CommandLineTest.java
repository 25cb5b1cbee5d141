package org.dsd4j.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs command lines and keeps what they print. */
public abstract class CommandLineTest {
  @TempDir protected Path folder;

  protected final StringWriter out = new StringWriter();
  protected final StringWriter err = new StringWriter();

  /** Runs a command line; returns the exit code. */
  protected int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  /** Where a test may have results written. */
  protected Path out() {
    return folder.resolve("out");
  }
}
