package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class NetworkTailTest {
  private static final int BATCH = 3;
  private static final float[] INPUT = Numbers.floats(Numbers.normal(4 * BATCH, 1));

  static Stream<Supplier<Kernels>> kernels() {
    return Stream.of(Nd4jKernels::new, OnednnKernels::new);
  }

  private static Network network(Kernels kernels) {
    return Network.builder(Shape.of(4))
        .add("a", new Dense(5))
        .add("relu", Activate.relu())
        .add("b", new Dense(5))
        .add("c", new Dense(5), "relu")
        .add("direct", new Dense(5), "input")
        .add("sum", new Add(), "b", "c", "direct")
        .add("d", new Dense(2))
        .kernels(kernels)
        .build(Seed.of(1));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void computesWhatTheWholeNetworkDoes(Supplier<Kernels> kernels) {
    try (Network network = network(kernels.get())) {
      for (String layer : new String[] {"relu", "b", "c", "sum", "d"}) {
        NetworkTail tail = NetworkTail.of(network, layer).orElseThrow();
        Map<String, INDArray> before = before(tail);
        network.parameter("d.bias").value().set(new float[] {7, layer.length()});
        NetworkPass pass = tail.begin(BATCH);
        for (int i = 0; i < pass.inputNames().size(); i++) {
          INDArray values = before.get(pass.inputNames().get(i));
          if (values == null) {
            pass.setInput(i, Shape.of(BATCH, 4), INPUT);
          } else {
            pass.setInput(i, values);
          }
        }
        float[] found = pass.forward(Seed.of(0)).output().toFloats();
        NetworkPass whole = network.begin(Mode.INFERENCE, BATCH);
        float[] expected =
            whole.setInput(0, Shape.of(BATCH, 4), INPUT).forward(Seed.of(0)).output().toFloats();
        assertThat(found).as(layer).containsExactly(expected, within(1e-6f));
      }
    }
  }

  private static Map<String, INDArray> before(NetworkTail tail) {
    NetworkPass pass = tail.beginBefore(BATCH);
    for (int i = 0; i < pass.inputNames().size(); i++) {
      pass.setInput(i, Shape.of(BATCH, 4), INPUT);
    }
    pass.forward(Seed.of(0));
    Map<String, INDArray> values = new LinkedHashMap<>();
    pass.outputNames().forEach(name -> values.put(name, pass.output(name).toArray()));
    return values;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void readsNoMoreThanItNeeds(Supplier<Kernels> kernels) {
    try (Network network = network(kernels.get())) {
      NetworkTail b = NetworkTail.of(network, "b").orElseThrow();
      assertThat(b.begin(1).inputNames()).containsExactly("relu", "c", "direct");
      NetworkTail a = NetworkTail.of(network, "a").orElseThrow();
      assertThat(a.begin(1).inputNames()).containsExactly("input", "direct");
      assertThat(a.beginBefore(1).outputNames()).containsExactly("direct");
      assertThat(NetworkTail.of(network, "direct").orElseThrow().begin(1).inputNames())
          .containsExactly("input", "b", "c");
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void isMissingWhereNothingComesBeforeOrAnOutputDoesNotChange(Supplier<Kernels> kernels) {
    try (Network chain =
            Network.builder(Shape.of(4))
                .add("a", new Dense(5))
                .add("b", new Dense(2))
                .build(Seed.of(1));
        Network two =
            Network.builder(Shape.of(4))
                .add("a", new Dense(5))
                .add("b", new Dense(2))
                .add("c", new Dense(2), "a")
                .outputs("b", "c")
                .kernels(kernels.get())
                .build(Seed.of(1))) {
      assertThat(NetworkTail.of(chain, "a")).isEmpty();
      assertThat(NetworkTail.of(two, "b")).isEmpty();
      assertThatThrownBy(() -> NetworkTail.of(two, "x")).hasMessageContaining("[a, b, c]");
    }
  }
}
