package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Predicting padded sequences, and what is said of inputs that do not fit. */
class PredictTest {
  private static Network images() {
    return Network.builder(Shape.of(8, 6, 3))
        .add("conv", new Conv2d(4, 3))
        .add("pool", new GlobalAveragePool())
        .add("flatten", new Flatten())
        .add("fc", new Dense(2))
        .build(Seed.of(1));
  }

  private static Network sequences() {
    return Network.builder(Shape.of(5, 4))
        .add("lstm", new Lstm(3))
        .add("gru", new Gru(3).bidirectional())
        .add("out", new Dense(2))
        .build(Seed.of(1));
  }

  @Test
  void paddingChangesNoPrediction() {
    try (Network network = sequences()) {
      INDArray batch = Nd4j.rand(7, new long[] {3, 6, 4});
      int[] lengths = {6, 2, 4};
      INDArray padded = network.predict(batch, Lengths.of(lengths));
      assertThat(padded.shape()).containsExactly(3, 6, 2);
      for (int n = 0; n < 3; n++) {
        INDArray alone =
            network.predict(
                batch
                    .get(
                        NDArrayIndex.interval(n, n + 1),
                        NDArrayIndex.interval(0, lengths[n]),
                        NDArrayIndex.all())
                    .dup());
        for (int t = 0; t < lengths[n]; t++) {
          for (int k = 0; k < 2; k++) {
            assertThat(padded.getDouble(n, t, k)).isCloseTo(alone.getDouble(0, t, k), within(1e-6));
          }
        }
      }
      // Without lengths, the padding is read like the rest.
      assertThat(network.predict(batch)).isNotEqualTo(padded);
      assertThat(network.predict(batch, Lengths.whole())).isEqualTo(network.predict(batch));
    }
  }

  @Test
  void lengthsThatDoNotSuitAreTold() {
    try (Network network = sequences()) {
      INDArray batch = Nd4j.ones(3, 6, 4);
      assertThatThrownBy(() -> network.predict(batch, Lengths.of(6, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one for each of 3 samples");
      assertThatThrownBy(() -> network.predict(batch, Lengths.of(6, 7, 1)))
          .hasMessageContaining("at most the batch's 6 steps");
    }
    try (Network two =
        Network.builder()
            .input("a", Shape.of(2))
            .input("b", Shape.of(2))
            .add("sum", new Add(), "a", "b")
            .build(Seed.of(1))) {
      assertThatThrownBy(() -> two.predict(Nd4j.ones(1, 2), Lengths.of(1)))
          .hasMessageContaining("[a, b]");
    }
  }

  private static void rejects(Network network, INDArray input, String... words) {
    assertThatThrownBy(() -> network.predict(input))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll(words);
    assertThatThrownBy(() -> network.begin(Mode.TRAINING, Shape.of(input.shape())))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void channelsFirstAreTold() {
    try (Network network = images()) {
      String[] words = {"input 'input'", "[N, 8, 6, 3]", "permute(0, 2, 3, 1)"};
      rejects(network, Nd4j.ones(2, 3, 8, 6), words);
      rejects(network, Nd4j.ones(1, 3, 32, 32), words);
      INDArray mended = Nd4j.ones(2, 3, 8, 6).permute(0, 2, 3, 1);
      assertThat(network.predict(mended).shape()).containsExactly(2, 2);
    }
  }

  @Test
  void aMissingBatchDimensionIsTold() {
    try (Network images = images();
        Network sequences = sequences();
        Network vectors = Network.builder(Shape.of(4)).add("fc", new Dense(2)).build(Seed.of(1))) {
      rejects(images, Nd4j.ones(8, 6, 3), "[N, 8, 6, 3]", "[8, 6, 3]", "reshape(1, 8, 6, 3)");
      rejects(sequences, Nd4j.ones(5, 4), "[N, 5, 4]", "[5, 4]", "reshape(1, 5, 4)");
      rejects(vectors, Nd4j.ones(4), "[N, 4]", "[4]", "reshape(1, 4)");
      rejects(vectors, Nd4j.ones(2, 2, 4), "[N, 4]", "[2, 2, 4]", "a batch of samples");
    }
  }

  @Test
  void samplesOfAnotherShapeWithAsManyValuesAreTold() {
    try (Network grey =
            Network.builder(Shape.of(8, 6, 1))
                .add("flatten", new Flatten())
                .add("fc", new Dense(2))
                .build(Seed.of(1));
        Network vector = Network.builder(Shape.of(48)).add("fc", new Dense(2)).build(Seed.of(1));
        Network images = images()) {
      rejects(grey, Nd4j.ones(64, 8, 6), "[N, 8, 6, 1]", "[64, 8, 6]", "reshape(64, 8, 6, 1)");
      rejects(grey, Nd4j.ones(1, 8, 6), "[N, 8, 6, 1]", "[1, 8, 6]", "reshape(1, 8, 6, 1)");
      rejects(grey, Nd4j.ones(8, 6), "[N, 8, 6, 1]", "[8, 6]", "reshape(1, 8, 6, 1)");
      rejects(vector, Nd4j.ones(5, 8, 6, 1), "[N, 48]", "[5, 8, 6, 1]", "reshape(5, 48)");
      rejects(images, Nd4j.ones(5, 144), "[N, 8, 6, 3]", "[5, 144]", "reshape(5, 8, 6, 3)");
      rejects(images, Nd4j.ones(3, 8, 6), "[N, 8, 6, 3]", "[3, 8, 6]", "reshape(1, 3, 8, 6)");
    }
  }

  @Test
  void inputsThatNoLayerTakesAreComparedWithTheNetworks() {
    try (Network images = images();
        Network vectors = Network.builder(Shape.of(4)).add("fc", new Dense(2)).build(Seed.of(1))) {
      rejects(vectors, Nd4j.ones(2, 5), "input=[4]", "[2, 5]", "fc");
      rejects(images, Nd4j.ones(2, 8, 6, 4), "input=[8, 6, 3]", "[2, 8, 6, 4]", "conv");
      assertThat(images.predict(Nd4j.ones(2, 9, 9, 3)).shape()).containsExactly(2, 2);
      assertThatThrownBy(() -> images.begin(Mode.INFERENCE, 2).setInput(0, Nd4j.ones(8, 6, 3)))
          .hasMessageContaining("reshape(1, 8, 6, 3)");
    }
  }
}
