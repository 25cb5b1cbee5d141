package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

/** The commands that ask questions of networks and data. */
@InEveryLocale
class StudyCommandsTest extends CommandLineTest {
  private static final List<String> CLOTHES =
      FashionMnist.testResources(StudyCommandsTest.class, "vision/fashion-mnist").classNames();

  private Path archive(List<String> classNames) {
    Path file = folder.resolve("lenet.dsd4j.safetensors");
    try (Network network = LeNet.lenet5(10).build(Seed.of(1))) {
      ModelArchive.write(
          file,
          network,
          ModelDescription.of("lenet5")
              .classNames(classNames)
              .normalization(FashionMnist.normalization()));
    }
    return file;
  }

  private static void assertIsSelfContained(Path page) throws IOException {
    assertThat(Files.size(page)).isLessThan(3_000_000);
    assertThat(Files.readString(page))
        .doesNotContain("{{")
        .doesNotContainPattern("(src|href)\\s*=\\s*[\"']?https?:");
  }

  @Test
  void sensitivityWritesTableRowsAndPage() throws IOException {
    String[] call = {
      "sensitivity",
      "--archive",
      archive(CLOTHES).toString(),
      "--samples",
      "60",
      "--sparsities",
      "0.5,0.95",
      "--include",
      "conv1",
      "--out",
      out().toString()
    };
    assertThat(run(call)).as(err::toString).isZero();
    assertThat(out.toString())
        .contains("Accuracy of 60 samples", "95%", "Suggested", "conv1.weight", "fc2.weight");
    assertThat(out().resolve("sensitivity.csv"))
        .content()
        .startsWith(
            "parameter,weights,sparsity,pruned,accuracy,unpruned\nconv1.weight,500,0.5,250,");
    assertThat(Files.readAllLines(out().resolve("sensitivity.jsonl"))).hasSize(8);
    assertIsSelfContained(out().resolve("sensitivity.html"));
    assertThat(out().resolve("sensitivity.html")).content().contains("\"unpruned\":");
    assertThat(run(call)).isEqualTo(2);
    assertThat(err.toString()).contains("--overwrite");
  }

  @Test
  void sensitivitySaysWhatDoesNotFit() {
    String out = out().toString();
    String archive = archive(List.of()).toString();
    assertThat(run("sensitivity", "--archive", archive, "--out", out)).isEqualTo(2);
    assertThat(err.toString()).contains("as the archive says").contains("ankle boot");
    assertThat(run("sensitivity", "--archive", "nowhere", "--out", out)).isEqualTo(2);
    assertThat(run("sensitivity", "--archive", archive, "--budget", "5steps", "--out", out))
        .isEqualTo(2);
  }

  @Test
  void suspectsRanksAndMeasures() throws IOException {
    String[] call = {
      "suspects",
      "--samples",
      "60",
      "--noise",
      "0.2",
      "--pairs",
      "--rivals",
      "--epochs",
      "2",
      "--retrain-epochs",
      "1",
      "--out",
      out().toString()
    };
    assertThat(run(call)).as(err::toString).isZero();
    assertThat(out.toString())
        .contains("Average precision", "confident learning", "margin after the sparse phase");
    assertThat(Files.readAllLines(out().resolve("suspects.csv"))).hasSize(61);
    assertThat(out().resolve("measures.csv")).content().startsWith("method,precision,");
    assertIsSelfContained(out().resolve("suspects.html"));
    assertThat(out().resolve("suspects.html"))
        .content()
        .contains("data:image/png;base64,", "\"wrong\":12");
    assertThat(run("suspects", "--pairs", "--out", folder.resolve("other").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--noise above 0");
    assertThat(
            run(
                "suspects",
                "--samples",
                "60",
                "--noise",
                "0.001",
                "--out",
                folder.resolve("few").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("a share that makes a label wrong");
  }
}
