package org.dsd4j.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One holder's share of what several may hold, such as native memory: whoever lets go last gives it
 * back. Letting go twice is letting go once, so no holder can take from another what that still
 * uses.
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
