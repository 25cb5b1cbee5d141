package org.dsd4j.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory of the heap is allocated, whether or not it could be freed again meanwhile. */
public final class Allocated {
  private Allocated() {}

  /** The bytes that this thread allocates in doing this. */
  public static long by(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
