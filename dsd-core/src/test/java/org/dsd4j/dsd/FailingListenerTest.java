package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.TrainingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Listeners that fail: their exceptions are logged and change nothing, their errors end the run.
 */
class FailingListenerTest {
  private static final Sgd SGD = Sgd.momentum(0.9);

  @TempDir Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicInteger calls = new AtomicInteger();

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("org.dsd4j.train.listen.Listeners");
  }

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
    logger().setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    logger().setAdditive(true);
  }

  /** Fails where it is told of this. */
  private TrainingListener failing(String method, Throwable failure) {
    return (TrainingListener)
        Proxy.newProxyInstance(
            TrainingListener.class.getClassLoader(),
            new Class<?>[] {TrainingListener.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                calls.incrementAndGet();
                throw failure;
              }
              return null;
            });
  }

  private static String uncut() {
    try (Network network = Cuttable.network(3);
        DsdResult result = Cuttable.trainer(network, SGD).build().fit()) {
      return Cuttable.outcome(result);
    }
  }

  private DsdTrainer.Builder trainer(Network network) {
    return Cuttable.trainer(network, SGD).checkpoints(Checkpoints.in(folder).everySteps(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phaseStarted",
        "stepFinished",
        "epochFinished",
        "phaseFinished",
        "checkpointWritten",
        "runFinished"
      })
  void anExceptionIsLoggedAndChangesNothing(String method) {
    CheckpointNews news = new CheckpointNews();
    try (Network network = Cuttable.network(3);
        DsdResult result =
            trainer(network)
                .listener(failing(method, new IllegalStateException("its own trouble")))
                .listener(news)
                .build()
                .fit()) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut());
      assertThat(result.checkpoints().failed()).isZero();
      assertThat(news.written).hasSize((int) result.checkpoints().written());
    }
    assertThat(calls).hasValue(1);
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getFormattedMessage())
                  .endsWith("failed and gets no further events; the run continues");
              assertThat(event.getThrowableProxy().getMessage()).isEqualTo("its own trouble");
            });
  }

  @Test
  void anErrorEndsTheRunInGoodOrder() {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          trainer(network).listener(failing("epochFinished", new AssertionError("no"))).build();
      assertThatThrownBy(trainer::fit).isInstanceOf(AssertionError.class).hasMessage("no");
    }
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("dsd4j-"))
            .toList();
    assertThat(threads).isEmpty();
    try (Network network = Cuttable.network(99);
        DsdResult result = trainer(network).build().resume(folder)) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut());
    }
  }
}
