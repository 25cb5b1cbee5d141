package org.dsd4j.data.load;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.dsd4j.data.Batch;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one epoch in order, prepared some ahead by background threads. What goes wrong
 * there is thrown by {@link #next()} and ends the epoch.
 *
 * <p>A batch may be read until the next one is asked for; then its arrays are filled again, so that
 * an epoch takes no more memory than the few batches ahead. For one consuming thread.
 */
public final class EpochBatches implements Iterator<Batch>, AutoCloseable {
  private final ExecutorService executor;
  private final BatchAssembler assembler;
  private final int[] order;
  private final int batchSize;
  private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
  private int submitted;
  private @Nullable Batch handedOut;
  private volatile boolean closed;

  /**
   * An epoch.
   *
   * @param order all its samples
   * @param depth how many batches are prepared ahead
   * @param skipped how many samples at the start are left out
   */
  EpochBatches(
      ExecutorService executor,
      BatchAssembler assembler,
      int[] order,
      int batchSize,
      int depth,
      int skipped) {
    this.executor = executor;
    this.assembler = assembler;
    this.order = order;
    this.batchSize = batchSize;
    this.submitted = skipped;
    for (int i = 0; i < depth; i++) {
      submitNext();
    }
  }

  private void submitNext() {
    if (submitted < order.length) {
      int to = Math.min(order.length, submitted + batchSize);
      int[] indices = Arrays.copyOfRange(order, submitted, to);
      int number = submitted / batchSize;
      try {
        ahead.add(executor.submit(() -> assembler.assemble(indices, number, this::isStopped)));
      } catch (RejectedExecutionException e) {
        close();
        throw loaderClosed(e);
      }
      submitted = to;
    }
  }

  private boolean isStopped() {
    return closed || executor.isShutdown();
  }

  /** Whether the epoch has another batch; false once it was closed or went wrong. */
  @Override
  public boolean hasNext() {
    return !closed && !ahead.isEmpty();
  }

  /**
   * The next batch, waiting for it if need be.
   *
   * @throws NoSuchElementException if there is none or the epoch was closed
   * @throws IllegalStateException if the loader was closed before the epoch was over
   * @throws CancellationException if the calling thread is interrupted, whose flag stays set
   */
  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch is over");
    }
    if (handedOut != null) {
      assembler.recycle(handedOut);
      handedOut = null;
    }
    Future<Batch> first = ahead.remove();
    submitNext();
    try {
      // A batch that lies ready is handed out by get() without a look at the flag.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      handedOut = first.get();
      return handedOut;
    } catch (ExecutionException e) {
      close();
      throw unwrapped(e);
    } catch (CancellationException e) {
      close();
      throw loaderClosed(e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted while loading data");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private RuntimeException unwrapped(ExecutionException e) {
    Throwable thrown = e.getCause();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof CancellationException && executor.isShutdown()) {
      return loaderClosed(e);
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("loading a batch failed", thrown);
  }

  private static IllegalStateException loaderClosed(Throwable cause) {
    return new IllegalStateException(
        Check.message(
            "data loader", "an open one", "a closed one", "close it when its epochs are over"),
        cause);
  }

  /** Drops the batches that are still being prepared; the loader stays usable. */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(batch -> batch.cancel(false));
    ahead.clear();
  }
}
