package org.dsd4j.kernel.ctc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.dsd4j.kernel.CtcTarget;
import org.dsd4j.kernel.LossKernels.Ctc;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@link org.dsd4j.kernel.LossKernels#ctc} in Java, for tensors of any kernels. Sequences are
 * computed side by side, each by itself, so results do not depend on the number of threads. Working
 * arrays are kept from call to call.
 */
public final class HeapCtc {
  private final IntSupplier threads;
  private final HeapValues values = new HeapValues();
  private final List<CtcSequence> workers = new ArrayList<>();

  /** Computes on at most this many threads, read at each call. */
  public HeapCtc(IntSupplier threads) {
    this.threads = threads;
  }

  /** See {@link org.dsd4j.kernel.LossKernels#ctc}. */
  public LossSum evaluate(
      Ctc settings,
      Tensor logits,
      Lengths lengths,
      Tensor targets,
      @Nullable Tensor gradient,
      double factor) {
    List<CtcSequence.CtcFrames> places = places(settings, logits.shape(), lengths);
    List<CtcTarget> wanted = targets(settings, logits.shape(), targets);
    int size = places.size();
    double[] losses = new double[size];
    values.load(logits);
    forEach(
        size,
        (worker, n) -> {
          double weight = weight(settings, wanted.get(n));
          double loss =
              gradient == null
                  ? worker.loss(wanted.get(n), places.get(n))
                  : worker.lossAndGradient(wanted.get(n), places.get(n), factor * (weight / size));
          losses[n] = loss * weight;
        });
    if (gradient != null) {
      values.store(gradient);
    }
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return new LossSum(sum, size);
  }

  private List<CtcSequence.CtcFrames> places(Ctc settings, Shape logits, Lengths lengths) {
    if (logits.rank() != 3) {
      throw new ShapeException(
          "logits of CTC", "sequences [N, T, C]", logits, "keep the frames apart");
    }
    int size = logits.extent(0);
    int extent = logits.extent(1);
    int classes = logits.last();
    settings.checkClasses(classes);
    int[] frames = lengths.checked(size, extent).toArray(size, extent);
    List<CtcSequence.CtcFrames> places = new ArrayList<>();
    for (int n = 0; n < size; n++) {
      int from = Math.multiplyExact(n, extent * classes);
      places.add(new CtcSequence.CtcFrames(values, from, frames[n], extent - frames[n], classes));
    }
    return places;
  }

  private static List<CtcTarget> targets(Ctc settings, Shape logits, Tensor targets) {
    int size = logits.extent(0);
    Shape shape = targets.shape();
    if (shape.extent(0) != size || shape.rank() > 2) {
      throw new ShapeException(
          "targets of CTC", size + " rows of labels", shape, "give each sequence its labels");
    }
    float[] labels = targets.toFloats();
    int most = labels.length / size;
    List<CtcTarget> read = new ArrayList<>();
    for (int n = 0; n < size; n++) {
      read.add(CtcTarget.of(settings, logits.last(), labels, n * most, most));
    }
    return read;
  }

  private static double weight(Ctc settings, CtcTarget target) {
    return settings.byLength() ? 1.0 / Math.max(1, target.labels()) : 1;
  }

  private interface Task {
    void run(CtcSequence worker, int sequence);
  }

  /** Each thread takes the next sequence when it is done with one, since lengths differ. */
  private void forEach(int size, Task task) {
    int wanted = Math.max(1, Math.min(threads.getAsInt(), size));
    while (workers.size() < wanted) {
      workers.add(new CtcSequence());
    }
    AtomicInteger next = new AtomicInteger();
    IntStream all = IntStream.range(0, wanted);
    (wanted > 1 ? all.parallel() : all)
        .forEach(
            worker -> {
              for (int n = next.getAndIncrement(); n < size; n = next.getAndIncrement()) {
                task.run(workers.get(worker), n);
              }
            });
  }
}
