package org.dsd4j.data;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * Cuts a data set into batches, epoch by epoch. Background threads read, transform and stack
 * samples ahead of whoever trains.
 *
 * <p>The order of an epoch and what transforms draw depend on the seed, the epoch's number and the
 * sample alone, never on threads or timing. An epoch delivers each sample exactly once; its last
 * batch may be smaller.
 *
 * <p>Life: built, any number of epochs one after the other, closed.
 */
public final class DataLoader implements AutoCloseable {
  private final Dataset dataset;
  private final int batchSize;
  private final Transform transform;
  private final Seed seed;
  private final boolean shuffle;
  private final int workers;
  private final Shape featureShape;
  private final ExecutorService executor;

  private DataLoader(Builder builder) {
    this.dataset = builder.dataset;
    this.batchSize = builder.batchSize.samples();
    this.transform = builder.transform;
    this.seed = builder.seed;
    this.shuffle = builder.shuffle;
    this.workers = builder.workers;
    this.featureShape = transform.apply(dataset.sample(0), seed.stream()).features().shape();
    this.executor = Executors.newFixedThreadPool(workers, new DaemonThreads());
  }

  /** Starts the settings. */
  public static Builder builder(Dataset dataset, BatchSize batchSize) {
    return new Builder(dataset, batchSize);
  }

  /** The shape of a sample's features as they are delivered, transformed. */
  public Shape featureShape() {
    return featureShape;
  }

  /** How many batches an epoch has. */
  public long batchesPerEpoch() {
    long samples = dataset.size();
    return (samples + batchSize - 1) / batchSize;
  }

  /** Begins an epoch; close it when done or when giving up. */
  public EpochBatches epoch(int epoch) {
    Check.notNegative("epoch", epoch);
    Seed epochSeed = seed.derive(epoch);
    BatchAssembler assembler =
        new BatchAssembler(dataset, transform, featureShape, epochSeed.derive("transform"));
    // One batch for each worker to fill, and some ready ahead.
    return new EpochBatches(executor, assembler, order(epochSeed), batchSize, workers + 2);
  }

  /** The samples' indices in the order of the epoch (Fisher and Yates). */
  private int[] order(Seed epochSeed) {
    int[] order = new int[dataset.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (shuffle) {
      RandomGenerator random = epochSeed.derive("order").stream();
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
    }
    return order;
  }

  /** Stops the background threads. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static final class DaemonThreads implements ThreadFactory {
    private static final String NAME = "dsd4j-loader-";

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, NAME + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }

  /** The settings of a {@link DataLoader}. */
  public static final class Builder {
    private final Dataset dataset;
    private final BatchSize batchSize;
    private Transform transform = Transform.identity();
    private Seed seed = Seed.of(0);
    private boolean shuffle;
    private int workers = 1;

    private Builder(Dataset dataset, BatchSize batchSize) {
      this.dataset = dataset;
      this.batchSize = batchSize;
    }

    /** Changes each sample each time it is read; nothing by default. */
    public Builder transform(Transform transform) {
      this.transform = transform;
      return this;
    }

    /** The seed of order and transforms; 0 by default. */
    public Builder seed(Seed seed) {
      this.seed = seed;
      return this;
    }

    /** Whether each epoch has an order of its own; by default the data set's. */
    public Builder shuffle(boolean shuffle) {
      this.shuffle = shuffle;
      return this;
    }

    /** How many background threads there are; 1 by default. */
    public Builder workers(int workers) {
      this.workers = Check.positive("workers", workers);
      return this;
    }

    /** The loader. It reads the first sample, to know its shape. */
    public DataLoader build() {
      return new DataLoader(this);
    }
  }
}
