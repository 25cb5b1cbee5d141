package org.dsd4j.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.internal.ProcessMemory;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** States that are closed give their memory back, however often they are copied. */
class TrainingStateMemoryTest {
  private static final int WIDTH = 1000;
  private static final int ROUNDS = 60;

  /** Four megabytes of weights and eight of Adam's arrays. */
  private static final long STATE_BYTES = 3L * WIDTH * WIDTH * Float.BYTES;

  static Stream<Named<Supplier<Kernels>>> kernels() {
    return Stream.of(Named.of("onednn", OnednnKernels::new), Named.of("nd4j", Nd4jKernels::new));
  }

  private interface Use {
    void of(Network network, Updater updater);
  }

  private static void copied(Network network, Updater updater) {
    TrainingState.copyOf(network, updater).close();
  }

  private static void restored(Network network, Updater updater) {
    try (TrainingState state = TrainingState.copyOf(network, updater)) {
      state.restoreTo(network, updater);
    }
  }

  private static void shared(Network network, Updater updater) {
    try (TrainingState state = TrainingState.copyOf(network, updater)) {
      try (TrainingState other = state.share()) {
        assertThat(other.steps()).isZero();
      }
    }
  }

  private static void copiedOver(Network network, Updater updater) {
    TrainingState spare = TrainingState.copyOf(network, updater);
    TrainingState.copyOf(network, updater, spare).close();
  }

  private static void sentAndRead(Network network, Updater updater) {
    try (TrainingState state = TrainingState.copyOf(network, updater);
        TrainingState read = TrainingState.fromBytes(state.toBytes(), network, updater)) {
      assertThat(read.steps()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theProcessDoesNotGrow(Supplier<Kernels> kernels) {
    assumeThat(ProcessMemory.residentBytes()).as("a system that tells").isPresent();
    try (Network network =
            Network.builder(Shape.of(WIDTH))
                .add("fc", new Dense(WIDTH).withoutBias())
                .kernels(kernels.get())
                .build(Seed.of(1));
        Updater updater = new Updater(network, new Adam(), GradientClipping.none())) {
      List<Use> uses =
          List.of(
              TrainingStateMemoryTest::copied,
              TrainingStateMemoryTest::restored,
              TrainingStateMemoryTest::shared,
              TrainingStateMemoryTest::copiedOver,
              TrainingStateMemoryTest::sentAndRead);
      for (Use use : uses) {
        // As often before: Java's heap grows to what one use takes, and is part of the process.
        repeat(use, ROUNDS, network, updater);
        long before = resident();
        repeat(use, ROUNDS, network, updater);
        // Each round that kept its state would add all of it.
        assertThat(resident() - before).isLessThan(ROUNDS * STATE_BYTES / 2);
      }
    }
  }

  private static void repeat(Use use, int times, Network network, Updater updater) {
    for (int i = 0; i < times; i++) {
      use.of(network, updater);
    }
  }

  private static long resident() {
    System.gc();
    return ProcessMemory.residentBytes().orElseThrow();
  }
}
