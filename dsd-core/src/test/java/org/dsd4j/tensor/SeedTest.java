package org.dsd4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedTest {
  private final Seed seed = Seed.of(42);

  @Test
  void derivesTheSameFromTheSame() {
    assertThat(seed.derive("conv1.weight")).isEqualTo(Seed.of(42).derive("conv1.weight"));
    assertThat(seed.derive(7).derive("x")).isEqualTo(Seed.of(42).derive(7).derive("x"));
    assertThat(seed.stream().nextLong()).isEqualTo(seed.stream().nextLong());
  }

  @Test
  void derivesOthersFromOthers() {
    Set<Seed> seeds = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seeds.add(Seed.of(i));
      seeds.add(seed.derive(i));
      seeds.add(seed.derive("layer" + i));
      seeds.add(Seed.of(i).derive(42));
      seeds.add(seed.derive(i).derive(i));
    }
    // Seed.of(42).derive(42) and Seed.of(42) with names count once each.
    assertThat(seeds).hasSizeGreaterThanOrEqualTo(4999);
  }

  @Test
  void doesNotDependOnTheOrderOfAsking() {
    Seed first = seed.derive("a");
    seed.derive("b").stream().nextLong();
    assertThat(seed.derive("a")).isEqualTo(first);
  }

  @Test
  void neighboursHaveNothingInCommon() {
    double product = 0;
    int n = 4000;
    for (int i = 0; i < n; i++) {
      product +=
          seed.derive(i).stream().nextGaussian() * seed.derive(i + 1).stream().nextGaussian();
    }
    assertThat(product / n).isCloseTo(0, within(0.08));
  }
}
