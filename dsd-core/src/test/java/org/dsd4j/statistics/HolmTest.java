package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolmTest {
  static Stream<JsonNode> families() {
    return SciPy.cases("families").stream();
  }

  @ParameterizedTest
  @MethodSource("families")
  void isTheDefinition(JsonNode family) {
    double[] p = SciPy.values(family.get("p"));
    double[] given = p.clone();
    assertThat(Holm.adjust(p)).containsExactly(SciPy.values(family.get("holm")));
    assertThat(Bonferroni.adjust(p)).containsExactly(SciPy.values(family.get("bonferroni")));
    assertThat(p).containsExactly(given);
  }

  @Test
  void isAsInHolmsPaper() {
    assertThat(Holm.adjust(0.01, 0.04, 0.03, 0.005)).containsExactly(0.03, 0.06, 0.06, 0.02);
  }

  @Property(tries = 300)
  void keepsTheOrderAndLiesBetweenPAndBonferroni(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 1) Double> family) {
    double[] p = family.stream().mapToDouble(Double::doubleValue).toArray();
    double[] holm = Holm.adjust(p);
    double[] bonferroni = Bonferroni.adjust(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(holm[i]).isBetween(p[i], bonferroni[i]);
      for (int j = 0; j < p.length; j++) {
        assertThat(p[i] < p[j] && holm[i] > holm[j]).isFalse();
        assertThat(p[i] == p[j] && holm[i] != holm[j]).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.01, 1.01, Double.POSITIVE_INFINITY})
  void refusesWhatIsNoProbability(double p) {
    assertThatThrownBy(() -> Holm.adjust(0.5, p))
        .hasMessageContaining("p, value 1: expected a probability from 0 to 1");
    assertThatThrownBy(() -> Bonferroni.adjust(p)).hasMessageContaining("value 0");
  }
}
