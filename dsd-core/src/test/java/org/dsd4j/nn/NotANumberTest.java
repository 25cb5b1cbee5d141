package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.LogSoftmax;
import org.dsd4j.nn.layer.RowConvolution;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.nn.layer.conv.AdaptiveAveragePool2d;
import org.dsd4j.nn.layer.conv.AveragePool2d;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.ConvTranspose2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.GlobalMaxPool;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.conv.Upsample2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.layer.norm.LayerNorm;
import org.dsd4j.nn.layer.norm.LocalResponseNorm;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.layer.recurrent.Rnn;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Not a number in, not a number out: no layer on any kernels makes a number of it. */
class NotANumberTest {
  private record Case(String name, Shape input, UnaryOperator<NetworkBuilder> layers) {}

  private static Case image(String name, UnaryOperator<NetworkBuilder> layers) {
    return new Case(name, Shape.of(4, 4, 3), layers);
  }

  private static Case one(Layer layer, Shape input) {
    return new Case(layer.toString(), input, b -> b.add("layer", layer));
  }

  private static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Layer[] functions = {
      Activate.relu(),
      Activate.leakyRelu(0.1),
      Activate.leakyRelu(0),
      Activate.elu(1),
      Activate.gelu(),
      Activate.sigmoid(),
      Activate.tanh(),
      Activate.softplus(),
      Activate.silu(),
      Activate.clippedRelu(20),
      Activate.hardTanh(-1, 1),
      new Softmax(),
      new LogSoftmax()
    };
    for (Layer function : functions) {
      cases.add(one(function, Shape.of(37)));
      cases.add(
          new Case(
              "dense, " + function,
              Shape.of(5),
              b -> b.add("fc", new Dense(9)).add("f", function)));
      cases.add(
          image("convolution, " + function, b -> b.add("c", new Conv2d(5, 3)).add("f", function)));
    }
    for (Layer layer :
        new Layer[] {
          new MaxPool2d(2),
          new MaxPool2d(3).stride(1).padding(1),
          new MaxPool2d(3).stride(2).ceilMode(),
          new AveragePool2d(2),
          new AveragePool2d(3).stride(2).padding(1).ceilMode(),
          new AdaptiveAveragePool2d(2),
          new GlobalMaxPool(),
          new GlobalAveragePool(),
          new LocalResponseNorm(5),
          new LocalResponseNorm(2),
          Upsample2d.nearest(2),
          Upsample2d.bilinear(2),
          new ConvTranspose2d(4, 2),
          new BatchNorm(),
          new LayerNorm(),
          new Conv2d(4, 3).withoutBias()
        }) {
      cases.add(one(layer, Shape.of(4, 4, 3)));
      cases.add(image(layer + ", relu", b -> b.add("l", layer).add("relu", Activate.relu())));
    }
    cases.add(
        image(
            "grouped, relu",
            b -> b.add("c", new Conv2d(6, 3).groups(3)).add("r", Activate.relu())));
    cases.add(image("1x1, relu", b -> b.add("c", new Conv2d(6, 1)).add("r", Activate.relu())));
    cases.add(
        image(
            "sum, relu",
            b ->
                b.add("a", new Conv2d(3, 3).padding(1))
                    .add("sum", new Add(), "a", "input")
                    .add("relu", Activate.relu())));
    cases.add(
        image(
            "small network",
            b ->
                b.add("c", new Conv2d(4, 3).padding(1))
                    .add("n", new BatchNorm())
                    .add("r", Activate.relu())
                    .add("p", new MaxPool2d(2))
                    .add("f", new Flatten())
                    .add("d", new Dense(4))
                    .add("r2", Activate.relu())
                    .add("d2", new Dense(3))
                    .add("s", new Softmax())));
    for (Layer layer :
        new Layer[] {
          new Rnn(4),
          new Rnn(4).relu(),
          new Rnn(4).clippedRelu(20),
          new Rnn(4).relu().bidirectional(),
          new Lstm(4),
          new Gru(4),
          new RowConvolution(1),
          new BatchNorm()
        }) {
      cases.add(one(layer, Shape.of(5, 3)));
    }
    return cases.stream();
  }

  private static Stream<Arguments> casesOnAllKernels() {
    return cases()
        .flatMap(
            c ->
                Stream.of(false, true)
                    .map(nd4j -> Arguments.of(c.name(), nd4j ? "nd4j" : "onednn", c)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("casesOnAllKernels")
  void comesOutOfTheSampleThatItWentInto(String name, String on, Case given) {
    Kernels kernels = on.equals("nd4j") ? new Nd4jKernels() : new OnednnKernels();
    try (Network network =
        given.layers().apply(Network.builder(given.input()).kernels(kernels)).build(Seed.of(2))) {
      int size = (int) given.input().elements();
      float[] values = Numbers.floats(Numbers.normal(2 * size, 3));
      for (float bad : new float[] {Float.NaN, -Float.NaN}) {
        float[] spoilt = values.clone();
        spoilt[size / 2] = bad;
        float[] out = predict(network, spoilt);
        float[] clean = Arrays.copyOfRange(predict(network, values), out.length / 2, out.length);
        assertThat(countNaN(Arrays.copyOf(out, out.length / 2))).as("NaN of sample 0").isPositive();
        assertThat(Arrays.copyOfRange(out, out.length / 2, out.length))
            .containsExactly(clean, within(0f));
        Arrays.fill(spoilt, 0, size, bad);
        out = predict(network, spoilt);
        assertThat(countNaN(Arrays.copyOf(out, out.length / 2)))
            .as("all NaN")
            .isEqualTo(out.length / 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyWhatDependsOnItIsLost(boolean nd4j) {
    float nan = Float.NaN;
    float least = Float.NEGATIVE_INFINITY;
    assertThat(outputs(nd4j, new MaxPool2d(2), Shape.of(2, 4, 1), 1, nan, 3, least, 5, 6, 7, least))
        .containsExactly(nan, 7);
    assertThat(outputs(nd4j, Activate.hardTanh(-1, 1), Shape.of(4), 5, nan, -5, 0.5f))
        .containsExactly(1, nan, -1, 0.5f);
    for (Layer layer : new Layer[] {new Rnn(1).relu(), new Rnn(1).clippedRelu(20)}) {
      float[] states = outputs(nd4j, layer, Shape.of(4, 1), 1, 2, nan, 4);
      assertThat(countNaN(states)).isEqualTo(2);
      assertThat(Arrays.copyOf(states, 2)).doesNotContain(nan);
    }
  }

  private static float[] outputs(boolean nd4j, Layer layer, Shape input, float... values) {
    Kernels kernels = nd4j ? new Nd4jKernels() : new OnednnKernels();
    try (Network network =
            Network.builder(input).kernels(kernels).add("layer", layer).build(Seed.of(2));
        INDArray in = Nd4j.createFromArray(values).reshape(input.batched(1).toLongs());
        INDArray out = network.predict(in)) {
      return out.dup('c').data().asFloat();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void paddingMayBeAnything(boolean nd4j) {
    Kernels kernels = nd4j ? new Nd4jKernels() : new OnednnKernels();
    Shape shape = Shape.of(2, 4, 3);
    float[] values = Numbers.floats(Numbers.normal(24, 3));
    try (Network network =
        Network.builder(Shape.of(4, 3))
            .kernels(kernels)
            .add("rnn", new Rnn(5).relu().bidirectional())
            .add("fc", new Dense(4))
            .add("relu", Activate.relu())
            .build(Seed.of(2))) {
      List<float[]> outputs = new ArrayList<>();
      for (float padding : new float[] {0, Float.NaN}) {
        Arrays.fill(values, 6, 12, padding);
        NetworkPass pass = network.begin(Mode.INFERENCE, shape).setLengths(Lengths.of(2, 4));
        float[] out = pass.setInput(0, shape, values).forward(Seed.of(0)).output().toFloats();
        Arrays.fill(out, 8, 16, 0);
        outputs.add(out);
      }
      assertThat(outputs.get(1)).containsExactly(outputs.get(0), within(0f));
    }
  }

  private static float[] predict(Network network, float... values) {
    long[] shape = network.inputShapes().values().iterator().next().batched(2).toLongs();
    try (INDArray in = Nd4j.createFromArray(values).reshape(shape);
        INDArray out = network.predict(in)) {
      return out.dup('c').data().asFloat();
    }
  }

  private static int countNaN(float... values) {
    int count = 0;
    for (float value : values) {
      count += Float.isNaN(value) ? 1 : 0;
    }
    return count;
  }
}
