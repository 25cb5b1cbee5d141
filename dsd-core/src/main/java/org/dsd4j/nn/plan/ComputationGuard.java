package org.dsd4j.nn.plan;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.LeasedTensor;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Ensures that a network computes for one thread and is trained by one trainer at a time, and
 * neither after it was closed. It costs one atomic operation for a whole computation.
 *
 * @hidden
 */
@Internal
public final class ComputationGuard {
  private final Kernels kernels;
  private final AtomicReference<@Nullable Thread> computing = new AtomicReference<>();
  private final AtomicBoolean inTraining = new AtomicBoolean();
  // Written only by the thread that computes.
  private int depth;
  private volatile boolean closed;

  public ComputationGuard(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Runs a computation; calls by the same thread may be nested.
   *
   * @throws IllegalStateException if another thread computes, or the network was closed
   */
  public <T> T run(Supplier<T> computation) {
    enter();
    try {
      checkOpen();
      return computation.get();
    } finally {
      exit();
      // Native code sees only addresses: their memory must not be released before it is done.
      Reference.reachabilityFence(kernels);
    }
  }

  /** Fails if the network was closed. */
  public void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this network was closed; build another one");
    }
  }

  /** Runs a computation without a result. */
  public void run(Runnable computation) {
    run(
        () -> {
          computation.run();
          return true;
        });
  }

  /**
   * A tensor that cannot be read while another thread computes or if the check fails.
   *
   * @param check fails if the tensor's content was overwritten
   */
  public Tensor lease(Tensor tensor, Runnable check) {
    return new LeasedTensor(
        tensor,
        new LeasedTensor.Lease() {
          @Override
          public void check() {
            check.run();
          }

          @Override
          public <T> T use(Supplier<T> use) {
            return run(
                () -> {
                  check();
                  return use.get();
                });
          }
        });
  }

  /**
   * Closes once.
   *
   * @throws IllegalStateException if a thread computes, this one included
   */
  public void close(Runnable closing) {
    enter();
    try {
      if (depth > 1) {
        throw new IllegalStateException(
            "the network was to be closed within a computation; close it when that is done");
      }
      if (!closed) {
        closed = true;
        closing.run();
      }
    } finally {
      exit();
    }
  }

  /** See {@link org.dsd4j.nn.Network#beginTraining}. */
  public void beginTraining() {
    checkOpen();
    if (!inTraining.compareAndSet(false, true)) {
      throw new IllegalStateException(
          Check.message(
              "network",
              "one trainer at a time",
              "a second one while the first trains it",
              "wait for that one's end, or build a network for each"));
    }
  }

  /** See {@link org.dsd4j.nn.Network#endTraining}. */
  public void endTraining() {
    inTraining.set(false);
  }

  private void enter() {
    Thread current = Thread.currentThread();
    Thread other = computing.get();
    if (other != current) {
      other = computing.compareAndExchange(null, current);
      if (other != null) {
        throw new IllegalStateException(
            Check.message(
                "network",
                "one thread at a time",
                "'%s' while '%s' computes".formatted(current.getName(), other.getName()),
                "let one thread use it, or give each thread a network of its own: build it again"
                    + " and restore(snapshot) (see docs/serving.md)"));
      }
    }
    depth++;
  }

  private void exit() {
    depth--;
    if (depth == 0) {
      computing.set(null);
    }
  }
}
