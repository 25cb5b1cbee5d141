package org.dsd4j.nn;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tracks networks that are not closed yet. When the garbage collector finds unreachable ones, their
 * memory is released like that of every array, and each place where they were built is warned of
 * once. The collector does not know the size of that memory, so it is called when all unclosed
 * networks together hold much, and again when they hold twice as much as it left.
 */
final class Unclosed implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Network.class);
  private static final Cleaner CLEANER = Cleaner.create();

  /** The bytes that may be held before the collector is called for the first time. */
  private static final long MUCH = 256L << 20;

  private static final int CALLERS_NAMED = 4;
  private static final int PAUSES = 10;
  private static final int PAUSE_MS = 5;

  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();
  private static final AtomicLong HELD = new AtomicLong();
  private static final AtomicLong LIMIT = new AtomicLong(MUCH);

  private final String where;
  private final long weights;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean closed;
  // Not seen by the cleaner's thread.
  private Cleaner.Cleanable cleanable = () -> {};

  private Unclosed(String where, long weights) {
    this.where = where;
    this.weights = weights;
  }

  /**
   * Tracks a network that the caller of its builder has just built.
   *
   * @param weights the bytes of its weights
   */
  static Unclosed network(Network network, long weights) {
    collectIfMuch();
    Unclosed unclosed = new Unclosed(callers(), weights);
    unclosed.holds(0);
    unclosed.cleanable = CLEANER.register(network, unclosed);
    return unclosed;
  }

  private static String callers() {
    List<StackTraceElement> callers =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .dropWhile(frame -> isBuilder(frame.getClassName()))
                        .limit(CALLERS_NAMED)
                        .toList());
    return callers.stream().map(Object::toString).collect(Collectors.joining(", called by "));
  }

  private static boolean isBuilder(String className) {
    return className.equals(Unclosed.class.getName())
        || className.equals(Network.class.getName())
        || className.equals(NetworkBuilder.class.getName());
  }

  /** Calls the garbage collector if forgotten networks may hold much memory. */
  private static void collectIfMuch() {
    if (HELD.get() <= LIMIT.get()) {
      return;
    }
    System.gc();
    long before = HELD.get();
    // Cleaners run in threads of their own, so memory is released a little later.
    for (int i = 0; i < PAUSES && HELD.get() >= before; i++) {
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    LIMIT.set(Math.max(MUCH, 2 * HELD.get()));
  }

  /** Sets the number of bytes of its plans. */
  void holds(long plans) {
    long now = weights + plans;
    HELD.addAndGet(now - bytes.getAndSet(now));
  }

  /** Its network was closed. */
  void close() {
    closed = true;
    cleanable.clean();
  }

  @Override
  public void run() {
    HELD.addAndGet(-bytes.getAndSet(0));
    if (!closed) {
      // A loop that forgets thousands of networks is one fault.
      Level level = WARNED.add(where) ? Level.WARN : Level.DEBUG;
      LOG.atLevel(level)
          .log(
              "A network was never closed; the garbage collector gives its memory back, at a time"
                  + " of its own. Close it or build it in a try (...). It was built at {}",
              where);
    }
  }
}
