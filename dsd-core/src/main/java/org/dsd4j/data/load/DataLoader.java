package org.dsd4j.data.load;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Mixup;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Transform;
import org.dsd4j.internal.BackgroundThreads;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a data set into batches, epoch by epoch. Background threads read, transform and stack
 * samples ahead of whoever trains.
 *
 * <p>The order of an epoch and what transforms draw depend on the seed, the epoch's number and the
 * sample or batch alone, never on threads or timing. An epoch delivers each sample exactly once;
 * its last batch may be smaller, or is left out if so asked.
 *
 * <p>Inputs are stacked to [N, ...], targets too, but class numbers of shape [1] to [N]. Sequences
 * of different lengths are padded at their ends, each input by itself: by zeros, or by {@link
 * Dataset#NO_TARGET} where they are numbers of things, to the longest of the batch, rounded up to
 * one of a few extents. Targets are padded by {@link Dataset#NO_TARGET}: those {@linkplain
 * org.dsd4j.data.ValuesSpec#along along} an input as far as that, others to their longest of all.
 *
 * <p>Life: built, any number of epochs one after the other, closed.
 */
public final class DataLoader implements AutoCloseable {
  private static final int MOST_WORKERS = 4;
  private static final int SECONDS_TO_STOP = 5;
  private static final int SECONDS_AFTER_INTERRUPT = 1;

  private final Dataset dataset;
  private final int batchSize;
  private final Transform transform;
  private final BatchTransform batchTransform;
  private final Seed seed;
  private final SampleOrder order;
  private final boolean keepLastBatch;
  private final int workers;
  private final SampleSpec spec;
  private final BackgroundThreads threads =
      new BackgroundThreads(number -> "dsd4j-loader-" + number);
  private final ExecutorService executor;

  private DataLoader(Builder builder) {
    this.dataset = builder.dataset;
    this.batchSize = builder.batchSize.samples();
    this.transform = Builder.or(builder.transform, Transform.identity());
    this.batchTransform = Builder.or(builder.batchTransform, BatchTransform.identity());
    this.seed = Builder.or(builder.seed, Seed.of(0));
    this.order = Builder.or(builder.order, SampleOrder.AS_STORED);
    this.keepLastBatch = Builder.or(builder.keepLastBatch, true);
    this.workers = Builder.or(builder.workers, defaultWorkers());
    Check.argument(
        keepLastBatch || dataset.size() >= batchSize,
        "batch size for " + dataset.name() + " without its last batch",
        "at most " + dataset.size(),
        batchSize,
        "take smaller batches or keep the last one");
    this.spec = specAfterTransform().checked(dataset.name());
    this.executor = Executors.newFixedThreadPool(workers, threads);
  }

  private SampleSpec specAfterTransform() {
    Sample before = dataset.sample(0);
    SampleSpec changed = dataset.spec().after(before, transform.apply(before, seed.stream()));
    Check.argument(
        changed.targets().equals(dataset.spec().targets()),
        "targets of " + dataset.name() + " behind the transform",
        dataset.spec().targets(),
        changed.targets(),
        "change targets by Dataset.map, so that they can be checked before training");
    return changed;
  }

  /** Starts the settings. */
  public static Builder builder(Dataset dataset, BatchSize batchSize) {
    return new Builder(dataset, batchSize);
  }

  /** Half as many background threads as cores, 1 to 4: the rest is left to whoever trains. */
  public static int defaultWorkers() {
    return Math.max(1, Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors() / 2));
  }

  /**
   * The shape of the only input of a sample, transformed; of sequences that of the longest.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Shape featureShape() {
    return spec.featureShape();
  }

  /** What each sample has once it is transformed. */
  public SampleSpec spec() {
    return spec;
  }

  /** How many batches an epoch has. */
  public long batchesPerEpoch() {
    long samples = samplesPerEpoch();
    return (samples + batchSize - 1) / batchSize;
  }

  private int samplesPerEpoch() {
    int size = dataset.size();
    return keepLastBatch ? size : size - size % batchSize;
  }

  /**
   * Begins an epoch; close it when done or when giving up.
   *
   * @throws IllegalStateException if the loader is closed
   */
  public EpochBatches epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /**
   * Begins an epoch with the batch of number {@code firstBatch}, from 0: what comes then is what
   * would have come without those before it.
   *
   * @throws IllegalStateException if the loader is closed
   */
  public EpochBatches epoch(int epoch, long firstBatch) {
    Check.notNegative("epoch", epoch);
    Check.argument(
        firstBatch >= 0 && firstBatch <= batchesPerEpoch(),
        "first batch",
        "a number from 0 to " + batchesPerEpoch(),
        firstBatch,
        "start within the epoch");
    Seed epochSeed = seed.derive(epoch);
    BatchAssembler assembler =
        new BatchAssembler(dataset, transform, batchTransform, spec, epochSeed);
    int[] samples = samples(epoch, epochSeed);
    int skipped = (int) Math.min(samples.length, firstBatch * batchSize);
    // One batch for each worker to fill, and some ready ahead.
    return new EpochBatches(executor, assembler, samples, batchSize, workers + 2, skipped);
  }

  /** The samples' indices in the order of the epoch. */
  private int[] samples(int epoch, Seed epochSeed) {
    int[] all = order.of(dataset, batchSize, epoch, epochSeed.derive("order").stream());
    return Arrays.copyOf(all, samplesPerEpoch());
  }

  /**
   * Stops the background threads and waits for the samples that they are at, so that what the data
   * set reads from may be closed next. No thread is left then, unless one reads for seconds and
   * does not heed interrupts. An epoch that is not over fails at its next batch.
   */
  @Override
  public void close() {
    executor.shutdown();
    // Also where the caller was interrupted: a worker that is may lose the file that it reads.
    if (!threads.awaitEnd(executor, SECONDS_TO_STOP)) {
      interruptWorkers();
    }
  }

  private void interruptWorkers() {
    for (Runnable neverRun : executor.shutdownNow()) {
      // Whoever waits for a batch that nobody will make must not wait for ever.
      if (neverRun instanceof Future<?> batch) {
        batch.cancel(false);
      }
    }
    threads.awaitEnd(executor, SECONDS_AFTER_INTERRUPT);
  }

  /** The settings of a {@link DataLoader}; each may be given once. */
  public static final class Builder {
    private final Dataset dataset;
    private final BatchSize batchSize;
    private @Nullable Transform transform;
    private @Nullable BatchTransform batchTransform;
    private @Nullable Seed seed;
    private @Nullable SampleOrder order;
    private @Nullable Boolean keepLastBatch;
    private @Nullable Integer workers;

    private Builder(Dataset dataset, BatchSize batchSize) {
      this.dataset = Check.given("data set", dataset);
      this.batchSize = Check.given("batch size", batchSize);
    }

    private static <T> T or(@Nullable T given, T otherwise) {
      return given == null ? otherwise : given;
    }

    /** Changes each sample each time it is read; nothing by default. */
    public Builder transform(Transform transform) {
      this.transform = Check.once("transform", this.transform, transform);
      return this;
    }

    /** Changes each batch as a whole, such as {@link Mixup}; nothing by default. */
    public Builder batchTransform(BatchTransform batchTransform) {
      this.batchTransform = Check.once("batchTransform", this.batchTransform, batchTransform);
      return this;
    }

    /** The seed of order and transforms; 0 by default. */
    public Builder seed(Seed seed) {
      this.seed = Check.once("seed", this.seed, seed);
      return this;
    }

    /** The order of an epoch's samples; by default the data set's. */
    public Builder order(SampleOrder order) {
      this.order = Check.once("order", this.order, order);
      return this;
    }

    /** Whether an epoch ends with a smaller batch where the samples ask for it; by default so. */
    public Builder keepLastBatch(boolean keepLastBatch) {
      this.keepLastBatch = Check.once("keepLastBatch", this.keepLastBatch, keepLastBatch);
      return this;
    }

    /** How many background threads there are; by default {@link #defaultWorkers()}. */
    public Builder workers(int workers) {
      this.workers = Check.once("workers", this.workers, Check.positive("workers", workers));
      return this;
    }

    /**
     * The loader. It reads the first sample, to know its shape.
     *
     * @throws IllegalArgumentException if no whole batch can be made and the last is not kept
     */
    public DataLoader build() {
      return new DataLoader(this);
    }
  }
}
