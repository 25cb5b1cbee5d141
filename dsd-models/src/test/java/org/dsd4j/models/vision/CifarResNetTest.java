package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;

class CifarResNetTest extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return ResNet.cifar20(classes);
  }

  /** As a convolution of k² has i·o·k² weights, a batch norm 2·c, and the last layer 64·10 + 10. */
  @Override
  protected long parametersForTenClasses() {
    long first = 3 * 16 * 9 + 32;
    long stage1 = 6L * (16 * 16 * 9 + 32);
    long stage2 = 16 * 32 * 9 + 64 + 5L * (32 * 32 * 9 + 64) + 16 * 32 + 64;
    long stage3 = 32 * 64 * 9 + 128 + 5L * (64 * 64 * 9 + 128) + 32 * 64 + 128;
    return first + stage1 + stage2 + stage3 + 650;
  }

  @Test
  void deeperOnesHaveMoreBlocks() {
    try (Network thirtyTwo = ResNet.cifar32(10).build(Seed.of(1));
        Network fiftySix = ResNet.cifar56(10).build(Seed.of(1))) {
      long block = 2L * (16 * 16 * 9 + 32 + 32 * 32 * 9 + 64 + 64 * 64 * 9 + 128);
      assertThat(thirtyTwo.parameterCount()).isEqualTo(parametersForTenClasses() + 2 * block);
      assertThat(fiftySix.parameterCount()).isEqualTo(parametersForTenClasses() + 6 * block);
    }
  }

  @Test
  void refusesDepthsThatDoNotExist() {
    assertThatThrownBy(() -> ResNet.cifar(21))
        .hasMessageContaining("depth: expected 6n + 2")
        .hasMessageContaining("received 21");
  }
}
