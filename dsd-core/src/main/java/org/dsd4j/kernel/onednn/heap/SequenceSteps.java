package org.dsd4j.kernel.onednn.heap;

import java.util.function.IntConsumer;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Masks, scales and prepends steps of sequences. */
public final class SequenceSteps {
  private SequenceSteps() {}

  public static void mask(Lengths lengths, Tensor x, Tensor y) {
    RealSteps steps = RealSteps.of(lengths, x);
    OnednnTensor source = OnednnTensor.of(x);
    OnednnTensor target = OnednnTensor.of(y);
    steps.forEachRun(
        (sample, from, count) -> {
          if (x != y) {
            long at = steps.element(sample, from);
            Copies.copy(source, at, target, at, (long) count * steps.width());
          }
          if (steps.endsWith(sample, from, count)) {
            steps.clearPadding(sample, target);
          }
        });
  }

  public static void scale(Tensor x, Tensor factors, Tensor y) {
    RealSteps steps = RealSteps.of(Lengths.whole(), x);
    OnednnTensor source = OnednnTensor.of(x);
    OnednnTensor target = OnednnTensor.of(y);
    OnednnTensor ofSamples = OnednnTensor.of(factors);
    int width = steps.width();
    int row = ChannelSums.rowLength(steps);
    steps.forEachRun(
        (sample, from, count) -> {
          float[] values = new float[row];
          float[] factor = new float[row];
          Copies.read(ofSamples, (long) sample * width, factor, width);
          for (int at = width; at < row; at += width) {
            System.arraycopy(factor, 0, factor, at, width);
          }
          long at = steps.element(sample, from);
          long end = at + (long) count * width;
          while (at < end) {
            int n = (int) Math.min(row, end - at);
            Copies.read(source, at, values, n);
            for (int i = 0; i < n; i++) {
              values[i] *= factor[i];
            }
            Copies.write(values, n, target, at);
            at += n;
          }
        });
  }

  public static void prepend(Lengths lengths, Tensor first, Tensor rest, Tensor whole) {
    RealSteps steps = RealSteps.of(lengths, rest);
    RealSteps longer = RealSteps.of(lengths.map(length -> length + 1), whole);
    OnednnTensor head = OnednnTensor.of(first);
    OnednnTensor tail = OnednnTensor.of(rest);
    OnednnTensor target = OnednnTensor.of(whole);
    int width = steps.width();
    forEachSample(
        steps,
        sample -> {
          long at = longer.element(sample, 0);
          long count = (long) steps.length(sample) * width;
          Copies.copy(head, (long) sample * width, target, at, width);
          Copies.copy(tail, steps.element(sample, 0), target, at + width, count);
          longer.clearPadding(sample, target);
        });
  }

  public static void prependBackward(
      Lengths lengths, Tensor gradWhole, @Nullable Tensor gradFirst, @Nullable Tensor gradRest) {
    RealSteps longer = RealSteps.of(lengths.map(length -> length + 1), gradWhole);
    OnednnTensor source = OnednnTensor.of(gradWhole);
    int width = longer.width();
    if (gradFirst != null) {
      OnednnTensor head = OnednnTensor.of(gradFirst);
      for (int sample = 0; sample < longer.samples(); sample++) {
        Copies.copy(source, longer.element(sample, 0), head, (long) sample * width, width);
      }
    }
    if (gradRest != null) {
      RealSteps steps = RealSteps.of(lengths, gradRest);
      OnednnTensor tail = OnednnTensor.of(gradRest);
      forEachSample(
          steps,
          sample -> {
            long count = (long) steps.length(sample) * width;
            long at = steps.element(sample, 0);
            Copies.copy(source, longer.element(sample, 1), tail, at, count);
            steps.clearPadding(sample, tail);
          });
    }
  }

  private static void forEachSample(RealSteps steps, IntConsumer work) {
    Blocks.forEach(
        steps.samples(),
        steps.elements(),
        (from, to) -> {
          for (int sample = from; sample < to; sample++) {
            work.accept(sample);
          }
        });
  }
}
