package org.dsd4j.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads of a loader: when they begin, and that they end. */
class DataLoaderThreadsTest {
  /** Each sample's only feature is its index. */
  private static Dataset numbers(int size) {
    float[] features = new float[size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      features[i] = i;
      labels[i] = i % 3;
    }
    return ArrayDataset.ofClasses(
        "numbers", new Values(Shape.of(size, 1), features), labels, List.of("a", "b", "c"));
  }

  private static DataLoader.Builder shuffled(int workers) {
    return DataLoader.builder(numbers(103), batchSize(10))
        .order(SampleOrder.SHUFFLED)
        .seed(Seed.of(5))
        .workers(workers);
  }

  /** Often, as a thread that is not waited for has mostly ended all the same. */
  @RepeatedTest(100)
  void noThreadIsLeftOnceClosed() {
    DataLoader loader = shuffled(3).build();
    EpochBatches batches = loader.epoch(0);
    batches.next();
    assertThat(loaderThreads()).isNotEmpty();
    batches.close();
    assertThat(batches.hasNext()).isFalse();
    loader.close();
    assertThat(loaderThreads()).isEmpty();
  }

  @Test
  @Timeout(20)
  void aWorkerThatDoesNotGoOnIsInterruptedInTheEnd() {
    Transform endless =
        (sample, random) -> {
          if (sample.features().array()[0] >= 1) {
            await(new CountDownLatch(1));
          }
          return sample;
        };
    DataLoader loader =
        DataLoader.builder(numbers(2), batchSize(1)).transform(endless).workers(1).build();
    try (loader;
        EpochBatches batches = loader.epoch(0)) {
      batches.next();
    }
    assertThat(loaderThreads()).isEmpty();
  }

  private static List<Thread> loaderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dsd4j-loader-"))
        .toList();
  }

  @Test
  void anInterruptedConsumerStopsAndStaysInterrupted() {
    try (DataLoader loader = shuffled(1).build();
        EpochBatches batches = loader.epoch(0)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(batches::next)
          .isInstanceOf(CancellationException.class)
          .hasMessage("interrupted while loading data");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(batches.hasNext()).isFalse();
    }
  }

  @Test
  @Timeout(20)
  void anInterruptStopsAlsoWhereABatchLiesReady() throws InterruptedException {
    CountDownLatch secondBegun = new CountDownLatch(1);
    Transform counting =
        (sample, random) -> {
          if (sample.features().array()[0] == 1) {
            secondBegun.countDown();
          }
          return sample;
        };
    // One worker: where it is at the second batch, the first is ready.
    try (DataLoader loader =
            DataLoader.builder(numbers(2), batchSize(1)).transform(counting).workers(1).build();
        EpochBatches batches = loader.epoch(0)) {
      secondBegun.await();
      Thread.currentThread().interrupt();
      assertThatThrownBy(batches::next).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aLoaderClosedTooEarlyIsTold() {
    DataLoader loader = shuffled(1).build();
    EpochBatches batches = loader.epoch(0);
    batches.next();
    loader.close();
    assertThatThrownBy(
            () -> {
              while (batches.hasNext()) {
                batches.next();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected an open one, received a closed one");
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(() -> loader.epoch(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Timeout(20)
  void nobodyWaitsForBatchesThatAClosedLoaderWillNotMake() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Transform slow =
        (sample, random) -> {
          if (sample.features().array()[0] >= 1) {
            reading.countDown();
            await(mayGoOn);
          }
          return sample;
        };
    // Three batches, all submitted when the epoch begins: none is refused later.
    DataLoader loader =
        DataLoader.builder(numbers(3), batchSize(1)).transform(slow).workers(1).build();
    EpochBatches batches = loader.epoch(0);
    batches.next();
    reading.await();
    Thread closing = new Thread(loader::close);
    closing.start();
    while (closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    mayGoOn.countDown();
    closing.join();
    batches.next();
    assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void workersAreNotInterruptedByAnEpochGivenUp() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Transform slow =
        (sample, random) -> {
          if (sample.features().array()[0] == 1) {
            reading.countDown();
            await(mayGoOn);
            // Once true it stays so, whatever the next epoch sees.
            interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
          }
          return sample;
        };
    try (DataLoader loader =
        DataLoader.builder(numbers(40), batchSize(20)).transform(slow).workers(1).build()) {
      EpochBatches batches = loader.epoch(0);
      reading.await();
      batches.close();
      mayGoOn.countDown();
      assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
      try (EpochBatches next = loader.epoch(1)) {
        assertThat(next.next().size()).isEqualTo(20);
      }
    }
    assertThat(interrupted).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @Timeout(20)
  void batchesLieReadyWhileTheStepComputes() throws InterruptedException {
    // One worker, two batches ahead of it; and one that was handed out.
    CountDownLatch read = new CountDownLatch(4 * 5);
    Transform counting =
        (sample, random) -> {
          read.countDown();
          return sample;
        };
    DataLoader.Builder builder =
        DataLoader.builder(numbers(100), batchSize(5)).transform(counting).workers(1);
    try (DataLoader loader = builder.build();
        EpochBatches batches = loader.epoch(0)) {
      batches.next();
      read.await();
      assertThat(batches.next().features().array()).containsExactly(5, 6, 7, 8, 9);
    }
  }
}
