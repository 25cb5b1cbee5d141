package org.dsd4j.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** On how many threads work is done. */
class OpenMpTest {
  private static final int THREADS = 3;
  private static final long LITTLE = 1_000;
  private static final long MUCH = 1_000_000_000;

  private NativeOps library;
  private int before;

  @BeforeEach
  void takeThreads() {
    Nd4j.getBackend();
    library = NativeOpsHolder.getInstance().getDeviceNativeOps();
    before = library.ompGetMaxThreads();
    library.setOmpNumThreads(THREADS);
  }

  @AfterEach
  void giveThemBack() {
    library.setOmpNumThreads(before);
  }

  @Test
  void littleWorkIsDoneOnOneThread() {
    assertThat(OpenMp.get(LITTLE, library::ompGetMaxThreads)).isEqualTo(1);
    assertThat(library.ompGetMaxThreads()).isEqualTo(THREADS);
  }

  @Test
  void muchWorkIsDoneOnAll() {
    assertThat(OpenMp.get(MUCH, library::ompGetMaxThreads)).isEqualTo(THREADS);
  }

  @Test
  void workThatFailsGivesTheThreadsBack() {
    RuntimeException failure = new IllegalStateException("its own trouble");
    assertThatThrownBy(
            () ->
                OpenMp.run(
                    LITTLE,
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(library.ompGetMaxThreads()).isEqualTo(THREADS);
  }
}
