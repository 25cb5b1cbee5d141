package org.dsd4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.nn.spec.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamOptionsTest {
  static List<AdamOptions<?>> optimizers() {
    return List.of(new Adam(), new AdamW(), new NAdam());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void eachOptionIsSetAlone(AdamOptions<?> optimizer) {
    Optimizer changed = optimizer.betas(0.8, 0.99);
    assertThat(changed).isInstanceOf(optimizer.getClass());
    changed = ((AdamOptions<?>) changed).epsilon(1e-6);
    changed = ((AdamOptions<?>) changed).weightDecay(0.5);
    assertThat(changed).isInstanceOf(optimizer.getClass());
    assertThat(changed)
        .hasToString(
            optimizer.getClass().getSimpleName()
                + ", betas 0.8 and 0.99, epsilon 0.000001, weight decay "
                + WeightDecay.ofAll(0.5));
    assertThat(changed.weightDecay().of(Role.DENSE_WEIGHT)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void optionsOutOfRangeAreRefused(AdamOptions<?> optimizer) {
    assertThatThrownBy(() -> optimizer.betas(1, 0.999)).hasMessageContaining("beta1");
    assertThatThrownBy(() -> optimizer.betas(0.9, -0.1)).hasMessageContaining("beta2");
    assertThatThrownBy(() -> optimizer.epsilon(0)).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> optimizer.weightDecay(-1)).hasMessageContaining("decay");
  }

  @Test
  void theClassOfTheOptimizerStays() {
    NAdam chained = new NAdam().betas(0.8, 0.99).epsilon(1e-6).weightDecay(0.1);
    assertThat(chained)
        .hasToString("NAdam, betas 0.8 and 0.99, epsilon 0.000001, weight decay 0.1");
  }
}
