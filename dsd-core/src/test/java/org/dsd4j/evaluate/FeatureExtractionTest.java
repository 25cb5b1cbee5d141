package org.dsd4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.evaluate.FeatureExtraction.features;

import java.util.List;
import java.util.function.Supplier;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeatureExtractionTest {
  private static final int SAMPLES = 7;
  private static final Shape IMAGE = Shape.of(5, 5, 2);
  private static final float[] PIXELS =
      Numbers.floats(Numbers.normal((int) IMAGE.elements() * SAMPLES, 3));
  private static final Dataset IMAGES =
      ArrayDataset.ofClasses(
          "images",
          new Values(IMAGE.batched(SAMPLES), PIXELS),
          new int[SAMPLES],
          List.of("only class"));

  private static Network network(Kernels kernels, ElementType type) {
    return Network.builder(IMAGE)
        .add("conv", new Conv2d(3, 3))
        .add("bn", new BatchNorm())
        .add("drop", new Dropout(0.5))
        .add("flatten", new Flatten())
        .add("fc", new Dense(2))
        .kernels(kernels)
        .elementType(type)
        .build(Seed.of(1));
  }

  @Test
  void hasARowForEachSampleInTheirOrderWhateverTheBatches() {
    for (Supplier<Kernels> kernels :
        List.<Supplier<Kernels>>of(Nd4jKernels::new, OnednnKernels::new)) {
      try (Network network = network(kernels.get(), ElementType.FLOAT32)) {
        network.parameter("bn.running_mean").value().set(new float[] {1, -1, 2});
        INDArray images = Nd4j.createFromArray(PIXELS).reshape(IMAGE.batched(SAMPLES).toLongs());
        for (int size : new int[] {1, 3, 7, 100}) {
          INDArray logits = features(network, "fc", IMAGES, batchSize(size));
          assertThat(logits.shape()).containsExactly(SAMPLES, 2);
          assertThat(logits.dup('c').ravel().toFloatVector())
              .containsExactly(network.predict(images).ravel().toFloatVector(), within(1e-5f));
        }
        INDArray inner = features(network, "bn", IMAGES, batchSize(4));
        assertThat(inner.shape()).containsExactly(SAMPLES, 3, 3, 3);
        INDArray flat = features(network, "flatten", IMAGES, batchSize(4));
        assertThat(flat.shape()).containsExactly(SAMPLES, 27);
        // Channels first, as Flatten orders them.
        assertThat(flat.getRow(6).toFloatVector())
            .isEqualTo(
                inner
                    .tensorAlongDimension(6, 1, 2, 3)
                    .permute(2, 0, 1)
                    .dup('c')
                    .ravel()
                    .toFloatVector());
      }
    }
  }

  @Test
  void isOfTheNetworksType() {
    try (Network network = network(new Nd4jKernels(), ElementType.FLOAT64)) {
      assertThat(features(network, "fc", IMAGES, batchSize(2)).dataType())
          .isEqualTo(DataType.DOUBLE);
    }
  }

  @Test
  void changesNothingAndHoldsNoMoreThanABatch() {
    try (Network network = network(new OnednnKernels(), ElementType.FLOAT32)) {
      String before = network.snapshot().sha256();
      features(network, "bn", IMAGES, batchSize(2)).close();
      long held = network.kernels().memory().bytesHeld();
      features(network, "bn", IMAGES, batchSize(2)).close();
      assertThat(network.kernels().memory().bytesHeld()).isEqualTo(held);
      assertThat(network.memoryUse().plans()).hasSize(2);
      assertThat(network.snapshot().sha256()).isEqualTo(before);
    }
  }

  @Test
  void tellsWhatDoesNotFit() {
    try (Network network = network(new OnednnKernels(), ElementType.FLOAT32);
        Network two =
            Network.builder()
                .input("a", IMAGE)
                .input("b", IMAGE)
                .add("sum", new Add(), "a", "b")
                .add("fc", new Dense(1))
                .build(Seed.of(1))) {
      assertThatThrownBy(() -> features(network, "head", IMAGES, batchSize(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "layer: expected one of [conv, bn, drop, flatten, fc], received head; name a layer of"
                  + " the network");
      assertThatThrownBy(() -> features(network, "fc", new Blobs(3, 2, 1), batchSize(2)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("samples of blobs")
          .hasMessageContaining("[5, 5, 2]");
      Sample sequence =
          new Sample(new Values(IMAGE, new float[(int) IMAGE.elements()]), Values.label(0));
      Dataset sequences = SequenceDataset.of("sequences", List.of(sequence), List.of());
      assertThatThrownBy(() -> features(network, "fc", sequences, batchSize(2)))
          .hasMessageContaining("samples of one shape")
          .hasMessageContaining("setLengths");
      assertThatThrownBy(() -> features(two, "fc", IMAGES, batchSize(2)))
          .hasMessageContaining("expected one input, received [a, b]");
    }
  }
}
