package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class DenseTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Dense(4), Shape.of(3), Shape.of(4)),
        of(new Dense(1).withoutBias(), Shape.of(5), Shape.of(1)),
        of(new Dense(3), Shape.of(4, 3), Shape.of(4, 3)),
        of(new Dense(2), Shape.of(2, 3, 1), Shape.of(2, 3, 2)));
  }

  @Test
  void declaresItsParametersAsPyTorchDoes() {
    var specs = new Dense(4).initializer(Initializer.constant(7)).parameters(List.of(Shape.of(3)));
    assertThat(specs).extracting(s -> s.name()).containsExactly("weight", "bias");
    assertThat(specs.get(0).shape()).isEqualTo(Shape.of(4, 3));
    assertThat(specs.get(0).role()).isEqualTo(Role.DENSE_WEIGHT);
    assertThat(specs.get(1).shape()).isEqualTo(Shape.of(4));
    assertThat(specs.get(1).role()).isEqualTo(Role.BIAS);
  }

  @Test
  void refusesNoUnits() {
    assertThatThrownBy(() -> new Dense(0)).hasMessageContaining("units").hasMessageContaining("0");
  }

  @Test
  void startsItsBiasAsTold() {
    var layer = new Dense(4).biasInitializer(Initializer.constant(0.2));
    var bias = layer.parameters(List.of(Shape.of(3))).get(1);
    float[] values = new float[4];
    bias.initializer().fill(values, bias.shape(), Seed.of(1).stream());
    assertThat(values).containsOnly(0.2f);
    assertThat(layer.withoutBias().parameters(List.of(Shape.of(3)))).hasSize(1);
  }
}
