package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class EmbeddingTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Embedding(5, 3), Shape.of(6), Shape.of(6, 3)),
        of(new Embedding(7, 1), Shape.of(3, 2), Shape.of(3, 2, 1)));
  }

  @Override
  protected double[] inputValues(Case c, int input, int n) {
    double[] indices = new double[n];
    // All from none to the last but one, some of them several times.
    Arrays.setAll(indices, i -> i * 3 % 5 - 1);
    return indices;
  }

  @Test
  void takesOneIndexForEachSample() {
    assertThat(new Embedding(5, 3).outputShape(List.of(Shape.of()))).isEqualTo(Shape.of(3));
  }

  @Test
  void startsAsPyTorchDoes() {
    ParameterSpec weight = new Embedding(100, 50).parameters(List.of(Shape.of(3))).get(0);
    assertThat(weight.role()).isEqualTo(Role.EMBEDDING);
    assertThat(weight.shape()).isEqualTo(Shape.of(100, 50));
    float[] start = new float[5000];
    weight.initializer().fill(start, weight.shape(), Seed.of(1).stream());
    double squares = 0;
    for (float value : start) {
      squares += value * value;
    }
    assertThat(squares / start.length).isCloseTo(1, within(0.1));
    float[] other = new float[2];
    Embedding constant = new Embedding(1, 2).initializer(Initializer.constant(4));
    constant
        .parameters(List.of(Shape.of(3)))
        .get(0)
        .initializer()
        .fill(other, Shape.of(1, 2), Seed.of(1).stream());
    assertThat(other).containsOnly(4);
  }

  @Test
  void takesForNoneWhatDataSetsPadTargetsWith() {
    assertThat(Sequences.NO_INDEX).isEqualTo(Dataset.NO_TARGET);
  }

  @Test
  void refusesMoreWordsThanNumbers() {
    assertThatThrownBy(() -> new Embedding((1 << 24) + 1, 3)).hasMessageContaining("vocabulary");
    assertThatThrownBy(() -> new Embedding(0, 3)).hasMessageContaining("vocabulary");
    assertThatThrownBy(() -> new Embedding(3, 0)).hasMessageContaining("size of an embedding");
  }
}
