package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.internal.ProcessMemory;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/** Networks that somebody forgot to close. */
class UnclosedTest {
  private static final int WIDTH = 1000;

  private final Logger logger = (Logger) LoggerFactory.getLogger(Network.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    // Of several from one place, one warns.
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  static Stream<Named<Supplier<Kernels>>> kernels() {
    return Stream.of(Named.of("onednn", OnednnKernels::new), Named.of("nd4j", Nd4jKernels::new));
  }

  /** Four megabytes of weights. */
  private static Network network(Supplier<Kernels> kernels) {
    return Network.builder(Shape.of(WIDTH))
        .add("fc", new Dense(WIDTH).initializer(Initializer.constant(0.5)).withoutBias())
        .kernels(kernels.get())
        .build(Seed.of(1));
  }

  private List<ILoggingEvent> logged(String place) {
    return List.copyOf(logged.list).stream()
        .filter(event -> event.getFormattedMessage().contains("never closed"))
        .filter(event -> event.getFormattedMessage().contains("UnclosedTest." + place + "("))
        .toList();
  }

  /** Collects garbage until so many networks that were built in this method are found. */
  private void collect(String place, int networks) throws InterruptedException {
    for (int i = 0; i < 500 && logged(place).size() < networks; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(logged(place)).hasSizeGreaterThanOrEqualTo(networks);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aWarningTellsWhereAForgottenNetworkWasBuilt(Supplier<Kernels> kernels) throws Exception {
    for (int i = 0; i < 2; i++) {
      forgotten(kernels);
    }
    network(kernels).close();
    collect("forgotten", 2);
    assertThat(logged("forgotten"))
        .hasSize(2)
        .filteredOn(event -> event.getLevel() == Level.WARN)
        .hasSizeLessThanOrEqualTo(1);
  }

  private static void forgotten(Supplier<Kernels> kernels) {
    assertThat(network(kernels).predict(Nd4j.ones(2, WIDTH)).getFloat(0)).isEqualTo(500);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void whatIsHeldOfAForgottenNetworkStays(Supplier<Kernels> kernels) throws Exception {
    INDArray array = network(kernels).parameter("fc.weight").array();
    INDArray view = network(kernels).parameter("fc.weight").array().reshape(WIDTH * WIDTH);
    Tensor weight = network(kernels).parameter("fc.weight").value();
    NetworkPass pass = network(kernels).begin(Mode.INFERENCE, 1).setInput(0, Nd4j.ones(1, WIDTH));
    collect("network", 3);
    try (Network other = network(kernels)) {
      other.parameter("fc.weight").value().set(new float[WIDTH * WIDTH]);
      assertThat(array.meanNumber().doubleValue()).isEqualTo(0.5);
      assertThat(view.meanNumber().doubleValue()).isEqualTo(0.5);
      assertThat(weight.toFloats()).containsOnly(0.5f);
      assertThat(pass.forward(Seed.of(1)).output().toFloats()).containsOnly(500);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void forgottenNetworksDoNotFillTheMemory(Supplier<Kernels> kernels) {
    assumeThat(ProcessMemory.residentMegabytes()).as("a system that tells").isPresent();
    network(kernels).close();
    long before = ProcessMemory.residentMegabytes().getAsLong();
    for (int i = 0; i < 250; i++) {
      network(kernels);
    }
    // Together they would be a gigabyte.
    assertThat(ProcessMemory.residentMegabytes().getAsLong() - before).isLessThan(700);
  }
}
