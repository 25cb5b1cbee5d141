package org.dsd4j.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One owner's share of a resource with several owners, such as native memory: it is released when
 * the last owner releases its share. Releasing a share again has no effect, so that no owner can
 * release what another still uses.
 *
 * <p>Life: {@link #first()} for a new resource; {@link #another()} for each further owner; each
 * releases its own. Safe to use from several threads.
 *
 * <p>Not part of the public API.
 */
public final class Hold {
  private final AtomicInteger holders;
  private final AtomicBoolean over = new AtomicBoolean();

  private Hold(AtomicInteger holders) {
    this.holders = holders;
  }

  /** The first owner's share. */
  public static Hold first() {
    return new Hold(new AtomicInteger(1));
  }

  /** The share of one more owner of the same resource. */
  public Hold another() {
    holders.incrementAndGet();
    return new Hold(holders);
  }

  /** Whether this share was released. */
  public boolean isOver() {
    return over.get();
  }

  /** Releases this share; true if it was the last one, whose owner then releases the resource. */
  public boolean letGo() {
    return !over.getAndSet(true) && holders.decrementAndGet() == 0;
  }
}
