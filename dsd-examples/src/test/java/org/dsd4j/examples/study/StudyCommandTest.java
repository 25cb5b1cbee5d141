package org.dsd4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.examples.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StudyCommandTest {
  private static final String GRID =
      """
      title: Small
      data: fashion
      model: {mlp: [16]}
      training: 400
      test: 100
      conditions:
        wrong: {label-noise: 0.4}
      batch: 32
      optimizer: {sgd: {momentum: 0.9}}
      dense: {epochs: 2, rate: 0.03}
      sparse: {epochs: 1}
      re-dense: {epochs: 1}
      arms: [dense, control, {dsd: {sparsity: 0.9}}, stopped-early]
      measures: [memorised]
      seeds: 3
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String grid() throws IOException {
    return Files.writeString(folder.resolve("grid.yaml"), GRID).toString();
  }

  @Test
  void aStudyPrintsProgressAndTable() throws IOException {
    Path study = folder.resolve("study");
    assertThat(run("study", grid(), "--out", study.toString(), "--seeds", "2")).isZero();
    assertThat(out.toString()).contains("8 of 8 cells", "wrong, seed 1, DSD 90 %", "95% interval");
    assertThat(Files.readAllLines(study.resolve("rows.jsonl"))).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void theSameCommandTrainsNothingAgain() throws IOException {
    String study = folder.resolve("study").toString();
    assertThat(run("study", grid(), "--out", study, "--quick")).isZero();
    byte[] rows = Files.readAllBytes(Path.of(study, "rows.jsonl"));
    out.getBuffer().setLength(0);
    assertThat(run("study", grid(), "--out", study, "--quick", "--json")).isZero();
    assertThat(Files.readAllBytes(Path.of(study, "rows.jsonl"))).isEqualTo(rows);
    assertThat(err.toString()).doesNotContain("cells");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.at("/tasks/0/arms/2/name").asText()).isEqualTo("DSD 90 %");
    assertThat(json.at("/tasks/0/arms/2/minus_control/pairs").asInt()).isEqualTo(2);
  }

  @Test
  void wrongUsageIsCode2() throws IOException {
    Path file = Files.writeString(folder.resolve("grid.yaml"), "titel: x\n");
    assertThat(run("study", file.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("grid.yaml, line 1: titel", "title");
  }

  @Test
  void reportsAndComparisonsReadTheRows() throws IOException {
    String study = folder.resolve("study").toString();
    assertThat(run("study", grid(), "--out", study)).isZero();
    int from = out.toString().indexOf("95% interval");
    String table = out.toString().substring(from, out.toString().indexOf("Report:", from));
    assertThat(Path.of(study, "report.html")).isNotEmptyFile();
    out.getBuffer().setLength(0);
    assertThat(run("report", study)).isZero();
    assertThat(out.toString()).endsWith(table);
    out.getBuffer().setLength(0);
    assertThat(run("compare", study, study)).isZero();
    assertThat(out.toString()).contains("DSD 90 %", "+0.0000", "no difference seen");
    out.getBuffer().setLength(0);
    assertThat(run("compare", study, "--arms", "DSD 90 %", "stopped early", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.at("/comparisons/0/gain_of_first/pairs").asInt()).isEqualTo(3);
    assertThat(run("compare", study, "--arms", "DSD 90 %", "stopped")).isEqualTo(2);
    assertThat(err.toString()).contains("one of [dense, control, DSD 90 %, stopped early]");
    assertThat(run("compare", study)).isEqualTo(2);
    assertThat(run("report", folder.toString())).isEqualTo(2);
  }
}
