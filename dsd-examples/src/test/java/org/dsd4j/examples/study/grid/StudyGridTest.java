package org.dsd4j.examples.study.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.study.Study;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyGridTest {
  static final String GRID =
      """
      title: Small
      data: fashion
      model: {mlp: [8]}
      training: 400
      test: 100
      conditions:
        clean: {}
        wrong: {label-noise: 0.4, dense: {epochs: 1}}
      batch: 32
      optimizer: {sgd: {momentum: 0.9, weight-decay: 5e-4}}
      dense: {epochs: 2, rate: 0.03}
      sparse: {epochs: 1}
      re-dense: {epochs: 1}
      arms:
        - control
        - dsd: {sparsity: [0.5, 0.9]}
      seeds: 2
      """;

  @TempDir Path folder;

  private StudyGrid read(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return StudyGrid.read(file, StudyGrid.Changes.none());
  }

  @Test
  void aGridMakesAStudy() throws IOException {
    Study.Builder study = read("grid.yaml", GRID).study();
    study.folder(folder.resolve("study")).build();
    assertThat(read("grid.yaml", GRID).title()).isEqualTo("Small");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    String json =
        """
        {
        \t"title": "Small", "data": "fashion", "model": {"mlp": [8]}, "training": 400,
        \t"conditions": {"clean": {}}, "batch": 32, "optimizer": "adam",
        \t"dense": {"epochs": 2, "rate": 3e-2}, "sparse": {"epochs": 1}, "re-dense": {"epochs": 1},
        \t"arms": ["control", {"dsd": {"sparsity": 0.5}}], "seeds": 2
        }
        """;
    assertThat(read("grid.json", json).title()).isEqualTo("Small");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training: 400 | trainings: 400 | line 4: trainings | validation",
        "label-noise | label-nose | line 8: conditions.wrong.label-nose | label-noise",
        "model: {mlp: [8]} | model: lenet6 | line 3: model | lenet5",
        "- control | - kontrol | line 15: arms | stopped-early",
        "0.03 | much | line 11: dense.rate | 'much'",
        "training: 400 | training: 4.5 | line 4: training | whole number",
        "training: 400 | training: 4000000 | line 4: training | at most",
        "label-noise: 0.4 | useless-inputs: 5, model: lenet5 | line 8: conditions.wrong.model |"
            + " [789]",
        "label-noise: 0.4 | label-noise: 40 | label noise | 0.4",
        "{sgd: {momentum: 0.9, weight-decay: 5e-4}} | sdg | line 10: optimizer | adamw",
        "momentum: 0.9 | moment: 0.9 | line 10: optimizer.sgd.moment | momentum",
        "sparsity: [0.5, 0.9] | sparsity: [50] | line 16: arms.dsd.sparsity | 0.95",
        "sparsity: [0.5, 0.9] | rounds: 5 | line 16: arms.dsd.rounds | pruner",
        "data: fashion | data: mnist | line 2: data | folder",
        "sparsity: [0.5, 0.9] | sparsity: 0.5, layers: fc9 | line 16: arms.dsd | fc1",
        "- control | - reset: [[fc9]] | line 15: arms.reset | fc1",
        "title: Small | title: [Small | line | YAML",
        "title: Small | seeds: 3 | line 17: seeds | each name once",
      })
  void whatDoesNotFitIsAnErrorWithItsLineBeforeTraining(
      String right, String wrong, String place, String words) {
    assertThatThrownBy(() -> read("grid.yaml", GRID.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(place)
        .hasMessageContaining(words);
  }
}
