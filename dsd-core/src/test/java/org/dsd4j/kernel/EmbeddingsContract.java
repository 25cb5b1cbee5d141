package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings of padded batches, against plain loops. */
public abstract class EmbeddingsContract extends SequencesFixture {
  @Test
  void looksUpRowsAndAddsTheirGradientsInOrder() {
    Tensor indices = tensor(Shape.of(2, 3), 2, 0, 2, -1, 2, NAN);
    Tensor weight = tensor(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    Tensor y = empty(2, 3, 2);
    Lengths lengths = Lengths.of(3, 2);
    sequences.embedding(lengths, indices, weight, y);
    assertThat(y.toFloats()).containsExactly(5, 6, 1, 2, 5, 6, 0, 0, 5, 6, 0, 0);
    Tensor gradY = tensor(Shape.of(2, 3, 2), 1e8f, 1, 2, 3, -1e8f, 1, NAN, 7, 5, 1, NAN, NAN);
    Tensor gradWeight = empty(3, 2);
    sequences.embeddingBackward(lengths, indices, gradY, gradWeight);
    // In another order, the small number would be lost beside the large ones.
    assertThat(gradWeight.toFloats()).containsExactly(2, 3, 0, 0, 5, 3);
  }

  @Test
  void looksUpOneRowForEachSample() {
    Tensor y = empty(3, 2);
    Tensor weight = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    sequences.embedding(Lengths.whole(), tensor(Shape.of(3), 1, -1, 0), weight, y);
    assertThat(y.toFloats()).containsExactly(3, 4, 0, 0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(floats = {3, -2, 1.5f, NAN, 1e20f})
  void refusesIndicesOfNoRow(float index) {
    Tensor indices = tensor(Shape.of(2, 2), 0, 1, 2, index);
    Tensor weight = tensor(Shape.of(3, 1), 1, 2, 3);
    Tensor y = empty(2, 2, 1);
    assertThatThrownBy(() -> sequences.embedding(Lengths.whole(), indices, weight, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index 1 of sample 1")
        .hasMessageContaining("from 0 to 2, or -1 for none")
        .hasMessageContaining("received " + index);
    assertThat(y.toFloats()).containsOnly(NAN);
    sequences.embedding(Lengths.of(2, 1), indices, weight, y);
    assertThat(y.toFloats()).containsExactly(1, 2, 3, 0);
  }

  @Test
  void addsManyGradientsOfManyWords() {
    int positions = 3000;
    int words = 700;
    int size = 40;
    double[] numbers = Numbers.uniform(positions, -1, words, 5);
    float[] values = new float[positions];
    for (int i = 0; i < positions; i++) {
      values[i] = (float) Math.floor(numbers[i]);
    }
    Tensor indices = tensor(Shape.of(3, positions / 3), values);
    Tensor gradY = random(6, 3, positions / 3, size);
    Tensor gradWeight = empty(words, size);
    sequences.embeddingBackward(Lengths.whole(), indices, gradY, gradWeight);
    float[] expected = new float[words * size];
    float[] gradients = gradY.toFloats();
    for (int i = 0; i < positions; i++) {
      for (int e = 0; e < size && values[i] >= 0; e++) {
        expected[(int) values[i] * size + e] += gradients[i * size + e];
      }
    }
    assertClose("gradient", gradWeight, expected);
    Tensor y = empty(3, positions / 3, size);
    sequences.embedding(Lengths.whole(), indices, gradWeight, y);
    float[] looked = new float[positions * size];
    for (int i = 0; i < looked.length; i++) {
      int word = (int) values[i / size];
      looked[i] = word < 0 ? 0 : expected[word * size + i % size];
    }
    assertClose("y", y, looked);
  }
}
