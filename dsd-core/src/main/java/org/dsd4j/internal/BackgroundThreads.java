package org.dsd4j.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Creates the daemon threads of one executor and waits for their end.
 *
 * <p>Not part of the public API.
 */
public final class BackgroundThreads implements ThreadFactory {
  private final IntFunction<String> names;
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  /** Creates threads with these names, numbered from 1. */
  public BackgroundThreads(IntFunction<String> names) {
    this.names = names;
  }

  @Override
  public synchronized Thread newThread(Runnable task) {
    Thread thread = new Thread(task, names.apply(threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /**
   * Waits until the threads of the executor, which was shut down, have ended. Interrupts do not end
   * the wait, but set the caller's interrupt flag afterwards.
   *
   * @return whether they have ended within this many seconds
   */
  public boolean awaitEnd(ExecutorService executor, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)
              && joined(end);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An executor terminates shortly before its last thread ends. */
  private boolean joined(long end) throws InterruptedException {
    for (Thread thread : threads) {
      TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }
}
