package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Names of layers and of their parameters may have dots. */
class ParameterNamesTest {
  /** A layer that declares biases of these names. */
  private record Declaring(List<String> names) implements Layer {
    Declaring(String... names) {
      this(List.of(names));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      return names.stream()
          .map(name -> new ParameterSpec(name, Shape.of(1), Role.BIAS, Initializer.constant(0)))
          .toList();
    }

    @Override
    public void forward(Pass pass) {
      pass.kernels().memory().copy(pass.input(), pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {}
  }

  private static NetworkBuilder attention() {
    return Network.builder(Shape.of(2))
        .add("attn", new Declaring("in_proj_weight", "out_proj.weight"))
        .add("block.attn", new Declaring("out_proj.weight"));
  }

  @Test
  void aParameterKnowsItsLayer() {
    try (Network network = attention().build(Seed.of(1))) {
      assertThat(network.parameters())
          .extracting(Parameter::name, Parameter::layer)
          .map(
              tuple ->
                  String.join(" of ", Stream.of(tuple.toArray()).map(o -> (String) o).toList()))
          .containsExactly(
              "attn.in_proj_weight of attn",
              "attn.out_proj.weight of attn",
              "block.attn.out_proj.weight of block.attn");
    }
  }

  @Test
  void aLayersNameNamesAllItsParameters() {
    try (Network network = attention().build(Seed.of(1))) {
      network.freeze("attn");
      assertThat(network.parameters())
          .extracting(Parameter::isTrained)
          .containsExactly(false, false, true);
      network.freeze("block.attn");
      assertThat(network.parameters()).noneMatch(Parameter::isTrained);
    }
  }

  @Test
  void twoParametersOfOneNameAreRefused() {
    NetworkBuilder builder =
        Network.builder(Shape.of(2))
            .add("attn", new Declaring("out_proj.weight"))
            .add("attn.out_proj", new Declaring("weight"));
    assertThatThrownBy(() -> builder.build(Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("attn.out_proj.weight")
        .hasMessageContaining("'attn'")
        .hasMessageContaining("'attn.out_proj'");
    assertThatThrownBy(
            () ->
                Network.builder(Shape.of(2))
                    .add("twice", new Declaring("bias", "bias"))
                    .build(Seed.of(1)))
        .hasMessageContaining("twice.bias");
  }
}
