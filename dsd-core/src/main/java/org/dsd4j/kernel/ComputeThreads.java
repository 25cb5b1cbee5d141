package org.dsd4j.kernel;

import org.dsd4j.internal.Check;

/**
 * The largest number of threads that kernels use for what one Java thread computes, so that several
 * networks can be trained side by side. Results depend on this number, as on the number of threads
 * of a process. ND4J's own kernels use as many as ND4J is set to.
 */
public final class ComputeThreads {
  private static final ThreadLocal<Integer> MOST = ThreadLocal.withInitial(() -> Integer.MAX_VALUE);

  private ComputeThreads() {}

  /**
   * A thread, not yet started, whose computations use at most this many threads.
   *
   * @param most at least 1
   */
  public static Thread thread(int most, String name, Runnable work) {
    Check.positive("threads", most);
    Thread thread =
        new Thread(
            () -> {
              MOST.set(most);
              work.run();
            },
            name);
    thread.setDaemon(true);
    return thread;
  }

  /** The largest number for what this thread computes. */
  public static int most() {
    return MOST.get();
  }
}
