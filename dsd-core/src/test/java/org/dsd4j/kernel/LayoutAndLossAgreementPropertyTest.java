package org.dsd4j.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;

/** oneDNN's joins, splits and losses and ND4J's give the same. */
class LayoutAndLossAgreementPropertyTest extends Agreement {
  @Property(tries = 40)
  void joiningAndSplittingAgree(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 19) Integer> widths,
      @ForAll("images") Extent size,
      @ForAll @IntRange(min = 1, max = 3) int batch) {
    int channels = widths.stream().mapToInt(Integer::intValue).sum();
    Shape whole = images(batch, size, channels);
    agree(
        side -> {
          Layout layout = side.kernels().layout();
          List<Tensor> parts =
              widths.stream().map(width -> side.normal(images(batch, size, width))).toList();
          Tensor joined = side.result("whole", whole);
          layout.concat(parts, joined);
          int from = 0;
          for (int width : widths) {
            Tensor part = side.result("part from " + from, images(batch, size, width));
            layout.slice(joined, from, part);
            from += width;
          }
          Tensor first = side.result("channels first", Shape.of(batch, channels * area(size)));
          layout.channelsFirst(joined, first);
          layout.channelsLast(first, side.result("channels last", whole));
        });
  }

  private static int area(Extent size) {
    return size.height() * size.width();
  }

  @Property(tries = 50)
  void crossEntropiesAgree(
      @ForAll @IntRange(min = 1, max = 200) int rows,
      @ForAll @IntRange(min = 2, max = 20) int classes,
      @ForAll boolean soft,
      @ForAll boolean smoothed,
      @ForAll boolean weighted,
      @ForAll boolean ignoring) {
    List<Double> weights = new ArrayList<>();
    for (int c = 0; c < classes && weighted; c++) {
      weights.add(0.5 + c % 3);
    }
    CrossEntropy settings =
        new CrossEntropy(smoothed ? 0.1 : 0, weights, ignoring ? Integer.valueOf(1) : null);
    Shape targetShape = soft ? Shape.of(rows, classes) : Shape.of(rows);
    float[] targets = soft ? shares(rows, classes) : labels(rows, classes);
    agree(
        side -> {
          LossKernels losses = side.kernels().losses();
          Tensor logits = side.normal(Shape.of(rows, classes));
          Tensor target = side.numbers(targetShape, targets);
          Tensor gradient = side.result("gradient", Shape.of(rows, classes));
          Lengths whole = Lengths.whole();
          LossSum loss = losses.softmaxCrossEntropy(settings, logits, whole, target, gradient, 0.5);
          side.result("loss", loss.sum());
          side.result("weight", loss.weight());
          side.result(
              "loss alone",
              losses.softmaxCrossEntropy(settings, logits, whole, target, null, 1).sum());
        });
  }

  private static float[] labels(int rows, int classes) {
    float[] labels = Numbers.floats(Numbers.uniform(rows, 0, classes, rows));
    for (int i = 0; i < rows; i++) {
      labels[i] = (float) Math.floor(labels[i]);
    }
    return labels;
  }

  /** Probabilities of each row: all the same but for two classes. */
  private static float[] shares(int rows, int classes) {
    float[] shares = new float[rows * classes];
    Arrays.fill(shares, 1f / classes);
    for (int row = 0; row < rows; row++) {
      shares[row * classes] = 1.5f / classes;
      shares[row * classes + classes - 1] = 0.5f / classes;
    }
    return shares;
  }
}
