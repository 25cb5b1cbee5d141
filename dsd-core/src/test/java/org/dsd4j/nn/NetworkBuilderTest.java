package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class NetworkBuilderTest {
  private static NetworkBuilder builder() {
    return Network.builder(Shape.of(8, 8, 3)).add("conv1", new Conv2d(4, 3));
  }

  @Test
  void infersShapes() {
    NetworkBuilder builder = builder().add("flatten", new Flatten()).add("fc", new Dense(10));
    assertThat(builder.shape("input")).isEqualTo(Shape.of(8, 8, 3));
    assertThat(builder.shape("conv1")).isEqualTo(Shape.of(6, 6, 4));
    assertThat(builder.shape("flatten")).isEqualTo(Shape.of(144));
    assertThat(builder.last()).isEqualTo("fc");
  }

  @Test
  void namesTheLayerThatDoesNotFit() {
    assertThatThrownBy(() -> builder().add("conv2", new Conv2d(4, 9)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("layer 'conv2'")
        .hasMessageContaining("Conv2d(4, 9×9)")
        .hasMessageContaining("expected an image at least as large as the window of 9×9")
        .hasMessageContaining("received [6, 6, 4]")
        .hasMessageContaining("; take a smaller window");
    assertThatThrownBy(() -> builder().add("sum", new Add(), "input", "conv1"))
        .hasMessageContaining("layer 'sum' (Add)")
        .hasMessageContaining("expected the same shape from all, [8, 8, 3]")
        .hasMessageContaining("received [6, 6, 4]");
    assertThatThrownBy(() -> builder().add("relu", Activate.relu(), "input", "conv1"))
        .hasMessageContaining("layer 'relu'")
        .hasMessageContaining("one input");
  }

  @Test
  void refusesANameThatIsTaken() {
    assertThatThrownBy(() -> builder().add("conv1", Activate.relu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'conv1'")
        .hasMessageContaining("not taken")
        .hasMessageContaining("[input, conv1]");
    assertThatThrownBy(() -> builder().add("input", Activate.relu()))
        .hasMessageContaining("'input'");
    assertThatThrownBy(() -> builder().add(" ", Activate.relu())).hasMessageContaining("blank");
  }

  @Test
  void listsTheNamesThereAre() {
    assertThatThrownBy(() -> builder().add("relu", Activate.relu(), "conv2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'relu' reads")
        .hasMessageContaining("[input, conv1]")
        .hasMessageContaining("received conv2");
    assertThatThrownBy(() -> builder().outputs("fc")).hasMessageContaining("[input, conv1]");
    assertThatThrownBy(() -> builder().shape("fc")).hasMessageContaining("received fc");
  }

  @Test
  void refusesLayersThatNobodyReads() {
    NetworkBuilder forgotten =
        builder().add("side", Activate.relu(), "conv1").add("main", Activate.tanh(), "conv1");
    assertThatThrownBy(() -> forgotten.build(Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[side]")
        .hasMessageContaining("outputs(...)");
    assertThatThrownBy(
            () ->
                Network.builder()
                    .input("a", Shape.of(1))
                    .input("b", Shape.of(1))
                    .add("fc", new Dense(1))
                    .build(Seed.of(1)))
        .hasMessageContaining("[a]");
  }

  @Test
  void refusesWhatIsNoNetwork() {
    assertThatThrownBy(() -> Network.builder(Shape.of(1)).build(Seed.of(1)))
        .hasMessageContaining("at least one layer");
    assertThatThrownBy(() -> Network.builder().add("fc", new Dense(1)))
        .hasMessageContaining("input(name, shape)");
    assertThatThrownBy(() -> builder().outputs("input")).hasMessageContaining("name of a layer");
    assertThatThrownBy(() -> builder().outputs("conv1", "conv1"))
        .hasMessageContaining("each name once");
  }

  @Test
  void drawsEachParameterFromItsOwnName() {
    try (Network one =
            builder().add("flatten", new Flatten()).add("fc", new Dense(2)).build(Seed.of(5));
        Network other =
            builder()
                .add("norm", new BatchNorm())
                .add("flatten", new Flatten())
                .add("fc", new Dense(2))
                .build(Seed.of(5));
        Network third =
            builder().add("flatten", new Flatten()).add("fc", new Dense(2)).build(Seed.of(6))) {
      float[] weights = one.parameter("fc.weight").value().toFloats();
      assertThat(other.parameter("fc.weight").value().toFloats()).isEqualTo(weights);
      assertThat(third.parameter("fc.weight").value().toFloats()).isNotEqualTo(weights);
    }
  }

  @Test
  void buildsInDoublePrecision() {
    try (Network network = builder().elementType(ElementType.FLOAT64).build(Seed.of(1))) {
      assertThat(network.elementType()).isEqualTo(ElementType.FLOAT64);
      assertThat(network.parameter("conv1.weight").value().type()).isEqualTo(ElementType.FLOAT64);
    }
  }

  @Test
  void countsParametersBeforeTheyExist() {
    NetworkBuilder builder = builder().add("bn1", new BatchNorm()).add("flatten", new Flatten());
    assertThat(builder.parameterCount()).isEqualTo(4 * 3 * 9 + 4 + 2 * 4);
    builder.add("fc", new Dense(100_000));
    assertThat(builder.parameterCount()).isEqualTo(120 + 145 * 100_000L);
    try (Network network = builder().build(Seed.of(1))) {
      assertThat(network.parameterCount()).isEqualTo(builder().parameterCount());
    }
  }
}
