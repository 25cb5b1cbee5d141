package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions and pooling as the plainest loops compute them, with other settings for height and
 * width. Their gradients follow from linearity: Σ gradY·f(x) = Σ gradX·x for every linear f.
 */
public abstract class WindowsContract extends OpenKernels {
  private static final Shape INPUT = Shape.of(2, 7, 6, 4);
  private static final int FILTERS = 4;

  static List<Convolution> convolutions() {
    return List.of(
        new Convolution(extent(3, 2), extent(1, 1), extent(0, 0), extent(1, 1), 1),
        new Convolution(extent(1, 3), extent(2, 1), extent(0, 1), extent(1, 1), 1),
        new Convolution(extent(3, 3), extent(1, 2), extent(2, 0), extent(1, 1), 1),
        new Convolution(extent(2, 3), extent(2, 2), extent(1, 2), extent(2, 1), 1),
        new Convolution(extent(3, 2), extent(1, 3), extent(2, 2), extent(1, 3), 1),
        new Convolution(extent(3, 1), extent(1, 1), extent(1, 0), extent(2, 2), 2),
        new Convolution(extent(2, 2), extent(3, 2), extent(0, 1), extent(1, 1), 4),
        new Convolution(extent(7, 6), extent(1, 1), extent(0, 0), extent(1, 1), 1),
        new Convolution(extent(1, 1), extent(1, 1), extent(0, 0), extent(1, 1), 2));
  }

  static List<Pool> pools() {
    return List.of(
        new Pool(extent(2, 3), extent(2, 3), extent(0, 0), false),
        new Pool(extent(3, 2), extent(1, 2), extent(1, 0), false),
        new Pool(extent(3, 3), extent(2, 3), extent(1, 1), true),
        new Pool(extent(2, 4), extent(3, 1), extent(1, 2), true),
        new Pool(extent(1, 2), extent(4, 4), extent(0, 1), true),
        new Pool(extent(7, 6), extent(7, 6), extent(0, 0), false));
  }

  private static Extent extent(int height, int width) {
    return new Extent(height, width);
  }

  private Tensor random(Shape shape, long seed) {
    Tensor tensor = kernels.memory().allocate(ElementType.FLOAT32, shape);
    Numbers.set(tensor, Numbers.normal((int) shape.elements(), seed));
    return tensor;
  }

  private Tensor empty(Shape shape) {
    Tensor tensor = kernels.memory().allocate(ElementType.FLOAT32, shape);
    kernels.memory().fill(tensor, Double.NaN);
    return tensor;
  }

  private static Shape output(Extent size, int channels) {
    return Shape.of(INPUT.extent(0), size.height(), size.width(), channels);
  }

  private static Extent inputSize() {
    return extent(INPUT.extent(1), INPUT.extent(2));
  }

  /** Visits the input pixels below every output pixel's window; −1 where there is padding. */
  private interface Visitor {
    void at(int out, int in, int row, int column);
  }

  private static void windows(
      Extent size, Extent kernel, Extent stride, Extent padding, Extent dilation, Visitor visitor) {
    for (int i = 0; i < size.height() * size.width(); i++) {
      int top = i / size.width() * stride.height() - padding.height();
      int left = i % size.width() * stride.width() - padding.width();
      for (int row = 0; row < kernel.height(); row++) {
        for (int column = 0; column < kernel.width(); column++) {
          int y = top + row * dilation.height();
          int x = left + column * dilation.width();
          boolean inside = y >= 0 && x >= 0 && y < INPUT.extent(1) && x < INPUT.extent(2);
          visitor.at(i, inside ? y * INPUT.extent(2) + x : -1, row, column);
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionsAreLoops(Convolution c) {
    int channels = INPUT.last() / c.groups();
    Extent size = c.outputSize(inputSize());
    Shape outputShape = output(size, FILTERS);
    Tensor x = random(INPUT, 1);
    Tensor weight = random(Shape.of(FILTERS, channels, c.kernel().height(), c.kernel().width()), 2);
    double[] xs = Numbers.get(x);
    double[] ws = Numbers.get(weight);
    double[] expected = new double[(int) outputShape.elements()];
    int pixels = size.height() * size.width();
    int area = c.kernel().height() * c.kernel().width();
    windows(
        size,
        c.kernel(),
        c.stride(),
        c.padding(),
        c.dilation(),
        (out, in, row, column) -> {
          for (int n = 0; n < INPUT.extent(0) && in >= 0; n++) {
            for (int f = 0; f < FILTERS; f++) {
              int group = f / (FILTERS / c.groups());
              for (int ch = 0; ch < channels; ch++) {
                int source = (n * 42 + in) * INPUT.last() + group * channels + ch;
                int w = (f * channels + ch) * area + row * c.kernel().width() + column;
                expected[(n * pixels + out) * FILTERS + f] += xs[source] * ws[w];
              }
            }
          }
        });
    Tensor y = empty(outputShape);
    kernels.products().convolution(c, x, weight, Epilogue.NONE, y);
    assertClose(y, expected);

    Tensor gradY = random(outputShape, 3);
    Tensor gradX = empty(x.shape());
    Tensor gradWeight = empty(weight.shape());
    ProductGradients gradients = new ProductGradients(gradX, gradWeight, null);
    kernels.products().convolutionBackward(c, x, weight, gradY, gradients);
    double objective = dot(Numbers.get(gradY), expected);
    Tensor otherX = random(INPUT, 4);
    kernels.products().convolution(c, otherX, weight, Epilogue.NONE, y);
    double[] gradYs = Numbers.get(gradY);
    assertThat(dot(Numbers.get(gradX), xs)).isCloseTo(objective, within(1e-3));
    assertThat(dot(Numbers.get(gradX), Numbers.get(otherX)))
        .isCloseTo(dot(gradYs, Numbers.get(y)), within(1e-3));
    Tensor otherWeight = random(weight.shape(), 5);
    kernels.products().convolution(c, x, otherWeight, Epilogue.NONE, y);
    assertThat(dot(Numbers.get(gradWeight), ws)).isCloseTo(objective, within(1e-3));
    assertThat(dot(Numbers.get(gradWeight), Numbers.get(otherWeight)))
        .isCloseTo(dot(gradYs, Numbers.get(y)), within(1e-3));
    Tensor alone = empty(x.shape());
    kernels.products().convolutionInputGradient(c, gradY, weight, alone);
    assertClose(alone, Numbers.get(gradX));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void maximaAreLoops(Pool p) {
    Extent size = p.outputSize(inputSize());
    Shape shape = output(size, INPUT.last());
    Tensor x = random(INPUT, 1);
    Tensor gradY = random(shape, 2);
    double[] xs = Numbers.get(x);
    double[] gradYs = Numbers.get(gradY);
    int[] winners = new int[(int) shape.elements()];
    java.util.Arrays.fill(winners, -1);
    int pixels = size.height() * size.width();
    windows(
        size,
        p.kernel(),
        p.stride(),
        p.padding(),
        Extent.square(1),
        (out, in, row, column) -> {
          for (int i = 0; i < INPUT.extent(0) * INPUT.last() && in >= 0; i++) {
            int n = i / INPUT.last();
            int source = (n * 42 + in) * INPUT.last() + i % INPUT.last();
            int target = (n * pixels + out) * INPUT.last() + i % INPUT.last();
            if (winners[target] < 0 || xs[source] > xs[winners[target]]) {
              winners[target] = source;
            }
          }
        });
    double[] expected = new double[winners.length];
    double[] expectedGradient = new double[xs.length];
    for (int i = 0; i < winners.length; i++) {
      expected[i] = xs[winners[i]];
      expectedGradient[winners[i]] += gradYs[i];
    }
    Tensor y = empty(shape);
    Tensor gradX = empty(INPUT);
    kernels.pooling().max(p, x, y);
    kernels.pooling().maxBackward(p, x, y, gradY, gradX);
    assertClose(y, expected);
    assertClose(gradX, expectedGradient);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void meansAreLoops(Pool p) {
    for (boolean countPadding : new boolean[] {true, false}) {
      Extent size = p.outputSize(inputSize());
      Shape shape = output(size, INPUT.last());
      int pixels = size.height() * size.width();
      Tensor x = random(INPUT, 1);
      double[] xs = Numbers.get(x);
      double[] sums = new double[(int) shape.elements()];
      double[] counts = new double[pixels];
      windows(
          size,
          p.kernel(),
          p.stride(),
          p.padding(),
          Extent.square(1),
          (out, in, row, column) -> {
            int bottom = out / size.width() * p.stride().height() - p.padding().height() + row;
            int right = out % size.width() * p.stride().width() - p.padding().width() + column;
            boolean beyond =
                bottom >= INPUT.extent(1) + p.padding().height()
                    || right >= INPUT.extent(2) + p.padding().width();
            counts[out] += in >= 0 || (countPadding && !beyond) ? 1 : 0;
            for (int i = 0; i < INPUT.extent(0) * INPUT.last() && in >= 0; i++) {
              int n = i / INPUT.last();
              sums[(n * pixels + out) * INPUT.last() + i % INPUT.last()] +=
                  xs[(n * 42 + in) * INPUT.last() + i % INPUT.last()];
            }
          });
      for (int i = 0; i < sums.length; i++) {
        sums[i] /= counts[i / INPUT.last() % pixels];
      }
      Tensor y = empty(shape);
      kernels.pooling().average(p, countPadding, x, y);
      assertClose(y, sums);
      Tensor gradY = random(shape, 2);
      Tensor gradX = empty(INPUT);
      kernels.pooling().averageBackward(p, countPadding, gradY, gradX);
      for (long seed = 1; seed < 4; seed++) {
        Tensor other = random(INPUT, seed);
        kernels.pooling().average(p, countPadding, other, y);
        assertThat(dot(Numbers.get(gradX), Numbers.get(other)))
            .isCloseTo(dot(Numbers.get(gradY), Numbers.get(y)), within(1e-4));
      }
    }
  }
}
