package org.dsd4j.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The batches of one epoch in order, prepared some ahead by background threads. What goes wrong
 * there is thrown by {@link #next()}.
 */
public final class EpochBatches implements Iterator<Batch>, AutoCloseable {
  private final ExecutorService executor;
  private final BatchAssembler assembler;
  private final int[] order;
  private final int batchSize;
  private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
  private int submitted;
  private boolean closed;

  EpochBatches(
      ExecutorService executor, BatchAssembler assembler, int[] order, int batchSize, int depth) {
    this.executor = executor;
    this.assembler = assembler;
    this.order = order;
    this.batchSize = batchSize;
    for (int i = 0; i < depth; i++) {
      submitNext();
    }
  }

  private void submitNext() {
    if (submitted < order.length) {
      int to = Math.min(order.length, submitted + batchSize);
      int[] indices = Arrays.copyOfRange(order, submitted, to);
      ahead.add(executor.submit(() -> assembler.assemble(indices)));
      submitted = to;
    }
  }

  @Override
  public boolean hasNext() {
    return !closed && !ahead.isEmpty();
  }

  /**
   * The next batch, waiting for it if need be.
   *
   * @throws NoSuchElementException if there is none or the epoch was closed
   * @throws CancellationException if the waiting thread is interrupted, whose flag stays set
   */
  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch is over");
    }
    Future<Batch> first = ahead.remove();
    submitNext();
    try {
      return first.get();
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("loading a batch failed", e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted while loading data");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /** Drops the batches that are still being prepared. */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(batch -> batch.cancel(true));
    ahead.clear();
  }
}
