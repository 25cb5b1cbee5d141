package org.dsd4j.kernel.onednn.heap;

import java.util.Arrays;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;

/** Concatenates each step of a sequence with those before and after it. */
public final class ContextWindows {
  private ContextWindows() {}

  public static void forward(Lengths lengths, int before, Tensor x, Tensor y) {
    RealSteps steps = RealSteps.of(lengths, x);
    RealSteps windows = RealSteps.of(lengths, y);
    OnednnTensor source = OnednnTensor.of(x);
    OnednnTensor target = OnednnTensor.of(y);
    int width = steps.width();
    int size = windows.width() / width;
    windows.forEachRun(
        (sample, from, count) -> {
          for (int t = from; t < from + count; t++) {
            int start = t - before;
            int first = Math.max(0, start);
            int last = Math.min(steps.length(sample), start + size);
            long at = windows.element(sample, t);
            long copied = at + (long) (first - start) * width;
            long behind = at + (long) (last - start) * width;
            Copies.clear(target, at, copied - at);
            Copies.copy(source, steps.element(sample, first), target, copied, behind - copied);
            Copies.clear(target, behind, at + windows.width() - behind);
          }
          if (windows.endsWith(sample, from, count)) {
            windows.clearPadding(sample, target);
          }
        });
  }

  public static void backward(Lengths lengths, int before, Tensor gradY, Tensor gradX) {
    RealSteps steps = RealSteps.of(lengths, gradX);
    RealSteps windows = RealSteps.of(lengths, gradY);
    OnednnTensor source = OnednnTensor.of(gradY);
    OnednnTensor target = OnednnTensor.of(gradX);
    int width = steps.width();
    int after = windows.width() / width - 1 - before;
    steps.forEachRun(
        (sample, from, count) -> {
          float[] sum = new float[width];
          float[] term = new float[width];
          for (int t = from; t < from + count; t++) {
            Arrays.fill(sum, 0);
            int last = Math.min(steps.length(sample) - 1, t + before);
            for (int reader = Math.max(0, t - after); reader <= last; reader++) {
              long place = (long) (t - reader + before) * width;
              Copies.read(source, windows.element(sample, reader) + place, term, width);
              for (int i = 0; i < width; i++) {
                sum[i] += term[i];
              }
            }
            Copies.write(sum, width, target, steps.element(sample, t));
          }
          if (steps.endsWith(sample, from, count)) {
            steps.clearPadding(sample, target);
          }
        });
  }
}
