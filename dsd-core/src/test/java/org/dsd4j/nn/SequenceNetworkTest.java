package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.FlattenSteps;
import org.dsd4j.nn.layer.MaskPadding;
import org.dsd4j.nn.layer.PrependStep;
import org.dsd4j.nn.layer.RowConvolution;
import org.dsd4j.nn.layer.conv.AddChannel;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** Networks of layers for sequences on padded batches. */
class SequenceNetworkTest {
  private static NetworkBuilder speech() {
    return Network.builder(Shape.of(12, 6))
        .add("channel", new AddChannel())
        .add("conv", new Conv2d(4, 3).stride(2, 1).padding(1))
        .add("norm", new BatchNorm())
        .add("clipped", Activate.clippedRelu(20))
        .add("flat", new FlattenSteps())
        .add("fc", new Dense(5))
        .add("mask", new MaskPadding())
        .add("lookahead", new RowConvolution(2))
        .add("norm2", new BatchNorm())
        .add("out", new Dense(3));
  }

  private static final Lengths LENGTHS = Lengths.of(12, 5, 8);

  private static List<float[]> step(Network network, int extent) {
    Shape shape = Shape.of(3, extent, 6);
    float[] values = new float[(int) shape.elements()];
    for (int sample = 0; sample < 3; sample++) {
      int count = LENGTHS.steps(sample, extent) * 6;
      float[] real = Numbers.floats(Numbers.normal(count, sample));
      System.arraycopy(real, 0, values, sample * extent * 6, count);
    }
    NetworkPass pass = network.begin(Mode.TRAINING, shape).setLengths(LENGTHS);
    pass.setInput(0, shape, values).forward(Seed.of(1));
    float[] output = pass.output().toFloats();
    int outputExtent = pass.output().shape().extent(1);
    Lengths lengths = pass.outputLengths();
    Tensor gradient = pass.outputGradient("out");
    float[] gradients = new float[output.length];
    List<float[]> results = new ArrayList<>();
    for (int sample = 0; sample < 3; sample++) {
      int from = sample * outputExtent * 3;
      int count = lengths.steps(sample, outputExtent) * 3;
      results.add(Arrays.copyOfRange(output, from, from + count));
      float[] real = Numbers.floats(Numbers.normal(count, 10 + sample));
      System.arraycopy(real, 0, gradients, from, count);
    }
    gradient.set(gradients);
    pass.backward();
    network.parameters().forEach(p -> results.add(p.gradient().toFloats()));
    network.statistics().forEach(p -> results.add(p.value().toFloats()));
    return results;
  }

  @Test
  void howFarABatchIsPaddedMakesNoDifference() {
    try (Network near = speech().build(Seed.of(1));
        Network far = speech().build(Seed.of(1))) {
      List<float[]> expected = step(near, 12);
      List<float[]> actual = step(far, 19);
      assertThat(near.outputShape("out", 5).extent(0)).isEqualTo(3);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).as("%d", i).containsExactly(expected.get(i), within(1e-5f));
      }
    }
  }

  @Test
  void recomputingGivesTheSameBits() {
    try (Network plain = speech().build(Seed.of(1));
        Network thrifty = speech().recomputing(3).build(Seed.of(1))) {
      assertThat(step(thrifty, 12)).usingRecursiveComparison().isEqualTo(step(plain, 12));
    }
  }

  private static NetworkBuilder caption() {
    return Network.builder()
        .input("image", Shape.of(9))
        .input("words", Shape.of(4))
        .add("image embedding", new Dense(3), "image")
        .add("word embedding", new Embedding(500, 3), "words")
        .add("sequence", new PrependStep(), "image embedding", "word embedding")
        .add("out", new Dense(2));
  }

  @Test
  void aPictureComesBeforeItsWords() {
    try (Network network = caption().build(Seed.of(1))) {
      Shape images = Shape.of(2, 9);
      Shape words = Shape.of(2, 4);
      NetworkPass pass =
          network.begin(Mode.TRAINING, images, words).setLengths(1, Lengths.of(4, 2));
      pass.setInput(0, images, Numbers.floats(Numbers.normal(18, 1)));
      pass.setInput(1, words, new float[] {1, 499, 3, -1, 7, 1, Float.NaN, -5});
      pass.forward(Seed.of(1));
      assertThat(pass.output().shape()).isEqualTo(Shape.of(2, 5, 2));
      assertThat(pass.outputLengths()).isEqualTo(Lengths.of(5, 3));
      assertThat(network.kernels().memory().allFinite(pass.output())).isTrue();
      network.kernels().memory().fill(pass.outputGradient("out"), 1);
      pass.backward();
      float[] gradient = network.parameter("word embedding.weight").gradient().toFloats();
      for (int word = 0; word < 500; word++) {
        boolean read = List.of(1, 3, 7, 499).contains(word);
        assertThat(gradient[word * 3] != 0).as("%d", word).isEqualTo(read);
      }
    }
  }

  /** These kernels, even where the processor has no units for bfloat16: embeddings need none. */
  private static Kernels computingInBfloat16(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) ->
                method.getName().equals("computesIn") ? true : method.invoke(kernels, arguments));
  }

  @Test
  void indicesStayExactInNarrowPrecision() {
    try (Network network =
        Network.builder(Shape.of(2))
            .add("embedding", new Embedding(500, 4))
            .kernels(computingInBfloat16(new OnednnKernels()))
            .precision(Precision.BF16)
            .build(Seed.of(1))) {
      assertThat(network.activationType()).isEqualTo(ElementType.BFLOAT16);
      float[] weights = network.parameter("embedding.weight").value().toFloats();
      NetworkPass pass = network.begin(Mode.INFERENCE, 1);
      pass.setInput(0, Shape.of(1, 2), new float[] {499, 301}).forward(Seed.of(1));
      float[] expected = new float[8];
      System.arraycopy(weights, 499 * 4, expected, 0, 4);
      System.arraycopy(weights, 301 * 4, expected, 4, 4);
      assertThat(pass.output().toFloats()).containsExactly(expected, within(0.02f));
    }
  }
}
