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
 * Divides a data set into batches, epoch by epoch. Background threads read, transform and stack
 * samples in advance.
 *
 * <p>The order of an epoch and the random numbers of transforms depend only on the seed, the
 * epoch's number and the sample or batch, never on threads or timing. An epoch contains each sample
 * exactly once; its last batch may be smaller, or is dropped on request.
 *
 * <p>Inputs and targets are stacked to [N, ...], class numbers of shape [1] to [N]. Sequences of
 * different lengths are padded at their ends, each input separately: with zeros, or with {@link
 * Dataset#NO_TARGET} for indices, to the longest of the batch, rounded up to one of a few extents.
 * Targets are padded with {@link Dataset#NO_TARGET}: those {@linkplain
 * org.dsd4j.data.ValuesSpec#along along} an input like that input, others to the longest of the
 * data set.
 *
 * <p>Life cycle: built, any number of epochs one after the other, closed.
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

  /**
   * The default number of background threads: half as many as cores, 1 to 4; the other cores are
   * left to training.
   */
  public static int defaultWorkers() {
    return Math.max(1, Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors() / 2));
  }

  /**
   * The shape of the only input of a transformed sample; for sequences, that of the longest.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Shape featureShape() {
    return spec.featureShape();
  }

  /** The description of transformed samples. */
  public SampleSpec spec() {
    return spec;
  }

  /** The number of batches of an epoch. */
  public long batchesPerEpoch() {
    long samples = samplesPerEpoch();
    return (samples + batchSize - 1) / batchSize;
  }

  private int samplesPerEpoch() {
    int size = dataset.size();
    return keepLastBatch ? size : size - size % batchSize;
  }

  /**
   * Begins an epoch; the caller closes it, also when it stops early.
   *
   * @throws IllegalStateException if the loader is closed
   */
  public EpochBatches epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /**
   * Begins an epoch at batch {@code firstBatch}, from 0: the batches are the same as in a whole
   * epoch.
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
    // One batch for each worker, and some in reserve.
    return new EpochBatches(executor, assembler, samples, batchSize, workers + 2, skipped);
  }

  /** The samples' indices in the order of the epoch. */
  private int[] samples(int epoch, Seed epochSeed) {
    int[] all = order.of(dataset, batchSize, epoch, epochSeed.derive("order").stream());
    return Arrays.copyOf(all, samplesPerEpoch());
  }

  /**
   * Stops the background threads and waits until they have finished their current samples, so that
   * the data set's files can be closed afterwards. No thread remains, unless one reads for seconds
   * and ignores interrupts. An epoch in progress throws at its next batch.
   */
  @Override
  public void close() {
    executor.shutdown();
    // Also if the caller was interrupted: interrupting a worker could close the file that it reads.
    if (!threads.awaitEnd(executor, SECONDS_TO_STOP)) {
      interruptWorkers();
    }
  }

  private void interruptWorkers() {
    for (Runnable neverRun : executor.shutdownNow()) {
      // A thread that waits for a batch must not wait forever.
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

    /** Sets a change of each sample on each reading; none by default. */
    public Builder transform(Transform transform) {
      this.transform = Check.once("transform", this.transform, transform);
      return this;
    }

    /** Sets a change of each batch as a whole, such as {@link Mixup}; none by default. */
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

    /** Sets whether an epoch can end with a smaller batch; true by default. */
    public Builder keepLastBatch(boolean keepLastBatch) {
      this.keepLastBatch = Check.once("keepLastBatch", this.keepLastBatch, keepLastBatch);
      return this;
    }

    /** Sets the number of background threads; by default {@link #defaultWorkers()}. */
    public Builder workers(int workers) {
      this.workers = Check.once("workers", this.workers, Check.positive("workers", workers));
      return this;
    }

    /**
     * Builds the loader, which reads the first sample to find its shape.
     *
     * @throws IllegalArgumentException if there are too few samples for a whole batch and the last
     *     is not kept
     */
    public DataLoader build() {
      return new DataLoader(this);
    }
  }
}
