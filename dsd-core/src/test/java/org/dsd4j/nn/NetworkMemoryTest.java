package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.dsd4j.internal.ProcessMemory;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;

/** Who owns a network's memory, and for how long. */
@InEveryLocale
class NetworkMemoryTest {
  @Test
  void weightsOfAClosedNetworkCannotBeReachedAnyMore() {
    Network network = SmallNets.dense(3, 1);
    Parameter weight = network.parameter("fc1.weight");
    WeightSnapshot before = network.snapshot();
    weight.array();
    network.close();
    assertThatThrownBy(network::snapshot).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> network.restore(before)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(weight::array).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> weight.value().toFloats()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> weight.value().set(new float[96]))
        .isInstanceOf(IllegalStateException.class);
    before.close();
  }

  @Test
  void aNetworkThatCannotBeBuiltLeavesNoMemoryBehind() {
    Initializer failing =
        (values, shape, random) -> {
          throw new UnsupportedOperationException("no weights today");
        };
    NetworkBuilder builder =
        Network.builder(Shape.of(4096))
            .add("large", new Dense(4096).initializer(Initializer.constant(1)))
            .add("failing", new Dense(2).initializer(failing));
    assertThatThrownBy(() -> builder.build(Seed.of(1))).hasMessageContaining("no weights today");
    assumeThat(ProcessMemory.residentMegabytes()).as("a system that tells").isPresent();
    long before = ProcessMemory.residentMegabytes().getAsLong();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> builder.build(Seed.of(1))).hasMessageContaining("no weights today");
    }
    // 64 MiB would stay each time, 1,280 in all. Java's heap may grow too, to the 1,024 it is
    // given.
    assertThat(ProcessMemory.residentMegabytes().getAsLong() - before).isLessThan(1_100);
  }
}
