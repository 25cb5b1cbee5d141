package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.AdaptiveAveragePool2d;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.ConvTranspose2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.GlobalMaxPool;
import org.dsd4j.nn.layer.conv.Upsample2d;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.Numbers;
import org.dsd4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Inputs of other extents than the network was built for, and lengths of sequences. */
class SequenceExtentsTest {
  /** Tells what lengths it saw, and halves them. */
  private record Watching(AtomicReference<Lengths> seen) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public int outputLength(int inputLength) {
      return (inputLength + 1) / 2;
    }

    @Override
    public void forward(Pass pass) {
      seen.set(pass.lengths());
      pass.kernels().memory().copy(pass.input(), pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {}
  }

  private static Network convolutions() {
    return Network.builder(Shape.of(8, 8, 2))
        .add("conv", new Conv2d(3, 3).padding(1))
        .add("relu", Activate.relu())
        .add("pool", new GlobalAveragePool())
        .add("flatten", new Flatten())
        .add("fc", new Dense(4))
        .build(Seed.of(1));
  }

  @Test
  void convolutionsTakePicturesOfAnySize() {
    try (Network network = convolutions();
        INDArray large = Nd4j.create(Numbers.floats(Numbers.normal(2 * 12 * 10 * 2, 3)));
        INDArray small = Nd4j.create(Numbers.floats(Numbers.normal(2 * 8 * 8 * 2, 4)))) {
      INDArray before = network.predict(small.reshape(2, 8, 8, 2));
      assertThat(network.predict(large.reshape(2, 12, 10, 2)).shape()).containsExactly(2, 4);
      assertThat(network.predict(small.reshape(2, 8, 8, 2))).isEqualTo(before);
    }
  }

  @Test
  void aSequenceGivesTheSameInABatchOfAnyExtent() {
    try (Network network =
        Network.builder(Shape.of(9, 3))
            .add("fc1", new Dense(5))
            .add("tanh", Activate.tanh())
            .add("fc2", new Dense(2))
            .build(Seed.of(1))) {
      INDArray x = Nd4j.create(Numbers.floats(Numbers.normal(4 * 3, 5))).reshape(1, 4, 3);
      INDArray padded = Nd4j.zeros(1, 9, 3);
      padded.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4), NDArrayIndex.all()).assign(x);
      INDArray alone = network.predict(x);
      INDArray within = network.predict(padded);
      assertThat(alone.shape()).containsExactly(1, 4, 2);
      INDArray part =
          within.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4), NDArrayIndex.all());
      assertThat(part.equalsWithEps(alone, 1e-5)).isTrue();
    }
  }

  @Test
  void refusesExtentsThatWouldChangeAParameter() {
    try (Network network =
        Network.builder(Shape.of(8, 8, 2))
            .add("flatten", new Flatten())
            .add("fc", new Dense(4))
            .build(Seed.of(1))) {
      assertThatThrownBy(() -> network.begin(Mode.INFERENCE, Shape.of(1, 9, 8, 2)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("layer 'fc' (Dense(4))")
          .hasMessageContaining("[128]")
          .hasMessageContaining("[144]");
    }
    try (Network network = convolutions()) {
      assertThatThrownBy(() -> network.begin(Mode.INFERENCE, Shape.of(1, 8, 8, 3)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("layer 'conv'");
    }
  }

  @Test
  void layersSeeTheLengthsOfWhatTheyRead() {
    AtomicReference<Lengths> first = new AtomicReference<>();
    AtomicReference<Lengths> second = new AtomicReference<>();
    try (Network network =
        Network.builder(Shape.of(7, 1))
            .add("first", new Watching(first))
            .add("second", new Watching(second))
            .build(Seed.of(1))) {
      Shape shape = Shape.of(2, 7, 1);
      NetworkPass pass = network.begin(Mode.INFERENCE, shape).setLengths(Lengths.of(7, 2));
      pass.setInput(0, shape, new float[14]).forward(Seed.of(0));
      assertThat(first.get()).isEqualTo(Lengths.of(7, 2));
      assertThat(second.get()).isEqualTo(Lengths.of(4, 1));
      assertThat(pass.outputLengths()).isEqualTo(Lengths.of(2, 1));
      assertThat(network.outputShape("second", 7)).isEqualTo(Shape.of(2, 1));
      network.begin(Mode.INFERENCE, shape).setInput(0, shape, new float[14]).forward(Seed.of(0));
      assertThat(first.get().isWhole()).isTrue();
    }
  }

  @Test
  void refusesLengthsThatDoNotSuitTheInput() {
    try (Network network = convolutions()) {
      NetworkPass pass = network.begin(Mode.INFERENCE, 2);
      assertThatThrownBy(() -> pass.setLengths(Lengths.of(3)))
          .hasMessageContaining("one for each of 2 samples");
      assertThatThrownBy(() -> pass.setLengths(Lengths.of(3, 9)))
          .hasMessageContaining("at most the batch's 8 steps");
      assertThatThrownBy(() -> Lengths.of(3, 0)).hasMessageContaining("length of a sequence");
    }
  }

  /** Leaves nothing of its first input, and of its second what that is. */
  private record Second(AtomicReference<Lengths> seen) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(1);
    }

    @Override
    public int sequenceInput() {
      return 1;
    }

    @Override
    public void forward(Pass pass) {
      seen.set(pass.lengths());
      pass.kernels().memory().copy(pass.input(1), pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {}
  }

  @Test
  void lengthsAreThoseOfOneInputOfSeveral() {
    AtomicReference<Lengths> ofPicture = new AtomicReference<>();
    AtomicReference<Lengths> ofWords = new AtomicReference<>();
    try (Network network =
        Network.builder()
            .input("number", Shape.of())
            .input("picture", Shape.of(2))
            .input("words", Shape.of(4))
            .add("seen picture", new Second(ofPicture), "number", "picture")
            .add("seen words", new Second(ofWords), "seen picture", "words")
            .build(Seed.of(1))) {
      NetworkPass pass = network.begin(Mode.INFERENCE, 2).setLengths(2, Lengths.of(4, 3));
      pass.forward(Seed.of(0));
      assertThat(ofPicture.get()).isEqualTo(Lengths.whole());
      assertThat(ofWords.get()).isEqualTo(Lengths.of(4, 3));
      assertThat(pass.outputLengths()).isEqualTo(Lengths.of(4, 3));

      NetworkPass other = network.begin(Mode.INFERENCE, 2).setLengths(1, Lengths.of(1, 2));
      other.setLengths(2, Lengths.of(1, 4)).setLengths(0, Lengths.whole()).forward(Seed.of(0));
      assertThat(ofPicture.get()).isEqualTo(Lengths.of(1, 2));
      assertThat(ofWords.get()).isEqualTo(Lengths.of(1, 4));

      NetworkPass refusing = network.begin(Mode.INFERENCE, 2);
      assertThatThrownBy(() -> refusing.setLengths(Lengths.of(2, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "input with lengths: expected the number of one of [number, picture, words],"
                  + " received none; say whose lengths they are: setLengths(index, lengths)");
      assertThatThrownBy(() -> refusing.setLengths(1, Lengths.of(2, 3)))
          .hasMessageContaining("at most the batch's 2 steps");
    }
  }

  @Test
  void aNumberOfEachSampleHasNoSteps() {
    AtomicReference<Lengths> seen = new AtomicReference<>();
    try (Network network =
        Network.builder(Shape.of()).add("seen", new Watching(seen)).build(Seed.of(1))) {
      NetworkPass pass = network.begin(Mode.INFERENCE, 2).setLengths(Lengths.whole());
      assertThatThrownBy(() -> pass.setLengths(Lengths.of(1, 1)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("expected sequences [N, T, ...] where there are lengths")
          .hasMessageContaining("received [2]");
    }
  }

  @Test
  void convolutionsOverTimeShortenLengths() {
    assertThat(new Conv2d(1, 11).stride(2, 1).padding(5).outputLength(100)).isEqualTo(50);
    assertThat(new Conv2d(1, 3).outputLength(10)).isEqualTo(8);
    assertThat(Activate.relu().outputLength(10)).isEqualTo(10);
  }

  @Test
  void upsamplingAndTransposedConvolutionsLengthenThem() {
    assertThat(Upsample2d.nearest(3).outputLength(4)).isEqualTo(12);
    assertThat(new ConvTranspose2d(1, 4, 3).stride(2).padding(1).outputLength(5)).isEqualTo(10);
  }

  @Test
  void aVectorOfAWholeSequenceHasNoSteps() {
    try (Network network =
        Network.builder(Shape.of(9, 3, 1))
            .add("conv", new Conv2d(4, 3))
            .add("pool", new GlobalMaxPool())
            .add("flatten", new Flatten())
            .add("fc", new Dense(5))
            .build(Seed.of(1))) {
      assertThat(network.outputShape("fc", 7)).isEqualTo(Shape.of(5));
    }
    assertThat(List.of(new GlobalAveragePool(), new AdaptiveAveragePool2d(2, 2), new Flatten()))
        .allMatch(Layer::endsSequences);
  }

  @Test
  void whatWouldCountPaddingRefusesIt() {
    for (Layer layer :
        List.of(new GlobalAveragePool(), new AdaptiveAveragePool2d(2, 1), new Flatten())) {
      Shape shape = Shape.of(2, 4, 1, 3);
      try (Network network =
          Network.builder(shape.unbatched()).add("layer", layer).build(Seed.of(1))) {
        NetworkPass pass = network.begin(Mode.INFERENCE, shape).setLengths(Lengths.of(4, 4));
        pass.forward(Seed.of(0));
        NetworkPass padded = network.begin(Mode.INFERENCE, shape);
        assertThatThrownBy(() -> padded.setLengths(Lengths.of(4, 3)))
            .hasMessageContaining("input of layer 'layer' (" + layer + ")")
            .hasMessageContaining("it would count padding like steps")
            .hasMessageContaining("MaskPadding");
      }
    }
  }

  @Test
  void sequencesOfDifferentLengthsIntoAFlattenedVectorAreRefusedInTraining() {
    List<Sample> samples = new ArrayList<>();
    for (int length : new int[] {4, 3, 4, 2}) {
      Values features = new Values(Shape.of(length, 3), new float[3 * length]);
      samples.add(new Sample(features, Values.label(length % 2)));
    }
    try (Network network =
        Network.builder(Shape.of(4, 3))
            .add("flatten", new Flatten())
            .add("fc", new Dense(2))
            .build(Seed.of(1))) {
      Trainer trainer =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(Sgd.plain())
              .training(SequenceDataset.of("lines", samples, List.of("a", "b")), batchSize(4))
              .epochs(epochs(1), learningRate(0.1))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("layer 'flatten' (Flatten): expected sequences of one length")
          .hasMessageContaining("last state");
    }
  }
}
