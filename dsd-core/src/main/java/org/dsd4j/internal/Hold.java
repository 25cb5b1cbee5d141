package org.dsd4j.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One owner's share of a resource with several owners, such as native memory: it is released when
 * the last owner lets go. Letting go twice has no further effect, so that no owner can release what
 * another still uses.
 *
 * <p>Life: {@link #first()} for what was just made; {@link #another()} for each further holder;
 * each lets go of its own. Safe to use from several threads.
 *
 * <p>Not part of the public API.
 */
public final class Hold {
  private final AtomicInteger holders;
  private final AtomicBoolean over = new AtomicBoolean();

  private Hold(AtomicInteger holders) {
    this.holders = holders;
  }

  /** The first holder's. */
  public static Hold first() {
    return new Hold(new AtomicInteger(1));
  }

  /** The share of one more holder, of what this one holds. */
  public Hold another() {
    holders.incrementAndGet();
    return new Hold(holders);
  }

  /** Whether this holder has let go. */
  public boolean isOver() {
    return over.get();
  }

  /** Lets go; true if that was the last holder, who then gives back what was held. */
  public boolean letGo() {
    return !over.getAndSet(true) && holders.decrementAndGet() == 0;
  }
}
