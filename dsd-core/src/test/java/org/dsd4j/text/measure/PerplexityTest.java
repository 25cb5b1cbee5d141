package org.dsd4j.text.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PerplexityTest {
  @Test
  void equallyLikelyTokensGiveTheirNumber() {
    // Ten digits of equal probability: Jurafsky and Martin, 3.3.
    assertThat(Perplexity.of(Math.log(10))).isCloseTo(10, within(1e-12));
    Perplexity perplexity = new Perplexity();
    perplexity.add(-Math.log(0.5));
    perplexity.add(-3 * Math.log(0.125), 3);
    // (0.5 · 0.125³)^(−1/4) = 2^(10/4).
    assertThat(perplexity.value()).isCloseTo(Math.pow(2, 2.5), within(1e-12));
    assertThat(perplexity.tokens()).isEqualTo(4);
  }

  @Test
  void isInfiniteWhereSomethingWasImpossible() {
    Perplexity perplexity = new Perplexity();
    perplexity.add(1);
    perplexity.add(Double.POSITIVE_INFINITY);
    assertThat(perplexity.value()).isInfinite();
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> Perplexity.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative log-likelihood: expected a number, received NaN");
    Perplexity perplexity = new Perplexity();
    assertThatThrownBy(() -> perplexity.add(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> perplexity.add(1, 0)).hasMessageContaining("received 0");
    assertThatThrownBy(perplexity::value)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("perplexity of nothing");
  }
}
