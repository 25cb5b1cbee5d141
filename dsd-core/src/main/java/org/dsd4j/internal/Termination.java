package org.dsd4j.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Waits for background threads to end.
 *
 * <p>Not part of the public API.
 */
public final class Termination {
  private Termination() {}

  /**
   * Waits until the threads of an executor that was shut down have ended, whatever interrupts; the
   * caller's flag is set afterwards if something did.
   *
   * @return whether they have, within so many seconds
   */
  public static boolean await(ExecutorService executor, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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
}
