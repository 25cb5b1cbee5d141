package org.dsd4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.ComputeThreads;
import org.jspecify.annotations.Nullable;

/**
 * Trains units side by side in this process, each on so many threads. The bits of a row depend on
 * the threads of its unit, and not on how many units run at once.
 *
 * @param units the number of units at once
 * @param threadsPerUnit the number of threads that the kernels of a unit use
 */
public record LocalExecutor(int units, int threadsPerUnit) implements StudyExecutor {
  /** Checks the numbers. */
  public LocalExecutor {
    Check.positive("units at once", units);
    Check.positive("threads of a unit", threadsPerUnit);
  }

  /** One unit for each core, on one thread each. */
  public static LocalExecutor usual() {
    return new LocalExecutor(Runtime.getRuntime().availableProcessors(), 1);
  }

  @Override
  public void run(List<StudyUnit> all, Consumer<StudyUnit> train) {
    Queue<StudyUnit> waiting = new ConcurrentLinkedQueue<>(all);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= Math.min(units, all.size()); i++) {
      Runnable work = () -> work(waiting, train, failure);
      threads.add(ComputeThreads.thread(threadsPerUnit, "dsd4j-study-" + i, work));
    }
    threads.forEach(Thread::start);
    join(threads);
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private static void work(
      Queue<StudyUnit> waiting,
      Consumer<StudyUnit> train,
      AtomicReference<@Nullable Throwable> failure) {
    for (StudyUnit unit = waiting.poll();
        unit != null && failure.get() == null;
        unit = waiting.poll()) {
      try {
        train.accept(unit);
      } catch (RuntimeException | Error e) {
        Throwable first = failure.compareAndExchange(null, e);
        if (first != null) {
          first.addSuppressed(e);
        }
      }
    }
  }

  /** An interruption ends the units, too; each saves its place. */
  private static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
