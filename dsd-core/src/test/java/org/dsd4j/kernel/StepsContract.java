package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks, copies and sums of neighbouring steps of padded batches, against plain loops. */
public abstract class StepsContract extends SequencesFixture {
  @Test
  void masksInPlaceAndElsewhere() {
    Tensor x = tensor(Shape.of(2, 2, 2), 1, 2, NAN, NAN, 3, 4, 5, 6);
    Tensor y = empty(2, 2, 2);
    sequences.mask(Lengths.of(1, 2), x, y);
    assertThat(y.toFloats()).containsExactly(1, 2, 0, 0, 3, 4, 5, 6);
    assertThat(x.toFloats()[2]).isNaN();
    sequences.mask(Lengths.of(1, 2), x, x);
    assertThat(x.toFloats()).containsExactly(y.toFloats());
    Tensor large = random(1, 5, 300, 70);
    Tensor copy = empty(5, 300, 70);
    sequences.mask(Lengths.whole(), large, copy);
    assertThat(copy.toFloats()).isEqualTo(large.toFloats());
  }

  @Test
  void prependsAndTakesApart() {
    Lengths lengths = Lengths.of(1, 2);
    Tensor whole = empty(2, 3, 2);
    Tensor first = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor rest = tensor(Shape.of(2, 2, 2), 5, 6, NAN, NAN, 7, 8, 9, 10);
    sequences.prepend(lengths, first, rest, whole);
    assertThat(whole.toFloats()).containsExactly(1, 2, 5, 6, 0, 0, 3, 4, 7, 8, 9, 10);
    Tensor gradFirst = empty(2, 2);
    Tensor gradRest = empty(2, 2, 2);
    memory.copy(tensor(Shape.of(12), 1, 2, 5, 6, NAN, NAN, 3, 4, 7, 8, 9, 10), whole);
    sequences.prependBackward(lengths, whole, gradFirst, null);
    sequences.prependBackward(lengths, whole, null, gradRest);
    assertThat(gradFirst.toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(gradRest.toFloats()).containsExactly(5, 6, 0, 0, 7, 8, 9, 10);
  }

  @Test
  void scalesAllStepsAlike() {
    Tensor x = random(1, 2, 150, 300);
    Tensor factors = random(2, 2, 300);
    Tensor y = empty(2, 150, 300);
    sequences.scaleSteps(x, factors, y);
    float[] expected = x.toFloats();
    float[] f = factors.toFloats();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= f[i / (150 * 300) * 300 + i % 300];
    }
    assertThat(y.toFloats()).isEqualTo(expected);
  }

  @Test
  void windowsAreNeighboursJoined() {
    Lengths lengths = Lengths.of(6, 3, 1);
    int before = 2;
    Tensor x = random(3, 3, 6, 4);
    Tensor y = empty(3, 6, 20);
    sequences.window(lengths, before, x, y);
    Tensor gradY = random(4, 3, 6, 20);
    Tensor gradX = empty(3, 6, 4);
    sequences.windowBackward(lengths, before, gradY, gradX);
    float[] in = x.toFloats();
    float[] g = gradY.toFloats();
    float[] expected = new float[3 * 6 * 20];
    float[] gradient = new float[in.length];
    for (int i = 0; i < expected.length; i++) {
      int sample = i / 120;
      int t = i / 20 % 6;
      int source = t - before + i % 20 / 4;
      int length = lengths.steps(sample, 6);
      if (t < length && source >= 0 && source < length) {
        expected[i] = in[(sample * 6 + source) * 4 + i % 4];
        gradient[(sample * 6 + source) * 4 + i % 4] += g[i];
      }
    }
    assertThat(y.toFloats()).isEqualTo(expected);
    assertClose("gradient", gradX, gradient);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 25})
  void rowConvolutionsAreSumsOverWhatComes(int window) {
    int extent = 20;
    int features = 300;
    Lengths lengths = Lengths.of(20, 7, 1, 13);
    Tensor x = random(1, 4, extent, features);
    Tensor weight = random(2, features, window);
    Tensor gradY = random(3, 4, extent, features);
    Tensor y = empty(4, extent, features);
    Tensor gradX = empty(4, extent, features);
    Tensor gradWeight = empty(features, window);
    sequences.rowConvolution(lengths, x, weight, y);
    sequences.rowConvolutionBackward(
        lengths, x, weight, gradY, new ProductGradients(gradX, gradWeight, null));
    float[] in = x.toFloats();
    float[] w = weight.toFloats();
    float[] g = gradY.toFloats();
    float[] expected = new float[in.length];
    float[] ofX = new float[in.length];
    float[] ofWeight = new float[w.length];
    for (int i = 0; i < in.length; i++) {
      int t = i / features % extent;
      int length = lengths.steps(i / features / extent, extent);
      for (int j = 0; t < length && j < window && t + j < length; j++) {
        int source = i + j * features;
        int tap = i % features * window + j;
        expected[i] += w[tap] * in[source];
        ofX[source] += w[tap] * g[i];
        ofWeight[tap] += g[i] * in[source];
      }
    }
    assertClose("y", y, expected);
    assertClose("gradient of x", gradX, ofX);
    assertClose("gradient of weight", gradWeight, ofWeight);
  }

  @Test
  void refusesLengthsOfAnotherBatch() {
    Tensor x = random(1, 2, 3, 4);
    assertThatThrownBy(() -> sequences.mask(Lengths.of(3), x, x))
        .hasMessageContaining("one for each of 2 samples");
    assertThatThrownBy(() -> sequences.mask(Lengths.of(3, 4), x, x))
        .hasMessageContaining("at most the batch's 3 steps");
  }
}
