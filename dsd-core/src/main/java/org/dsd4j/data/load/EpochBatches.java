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
 * The batches of one epoch in order, prepared in advance by background threads. An exception there
 * is thrown by {@link #next()} and ends the epoch.
 *
 * <p>A batch is valid until the next one is requested, which reuses its arrays, so that an epoch
 * needs memory only for a few batches. For one consuming thread.
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
   * @param depth the number of batches prepared in advance
   * @param skipped the number of samples skipped at the start
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

  /** Whether the epoch has another batch; false after it was closed or has failed. */
  @Override
  public boolean hasNext() {
    return !closed && !ahead.isEmpty();
  }

  /**
   * Returns the next batch, waiting for it if necessary.
   *
   * @throws NoSuchElementException if there is none or the epoch was closed
   * @throws IllegalStateException if the loader was closed before the end of the epoch
   * @throws CancellationException if the calling thread is interrupted; its flag stays set
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
      // get() returns a finished batch without checking the flag.
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

  /** Cancels the batches in preparation; the loader stays usable. */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(batch -> batch.cancel(false));
    ahead.clear();
  }
}
