package org.dsd4j.kernel;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.kernel.Normalization.LocalResponse;
import org.dsd4j.kernel.Normalization.NormGradients;
import org.dsd4j.kernel.Normalization.NormOperands;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;

/**
 * oneDNN's kernels and ND4J's give the same, whatever the settings and shapes. One pair of kernels
 * serves all tries, so shapes change between their calls as in a network.
 */
class AgreementPropertyTest {
  private static final double SHARE = 1e-4;

  private static Kernels onednn;
  private static Kernels nd4j;

  @BeforeContainer
  static void open() {
    onednn = new OnednnKernels();
    nd4j = new Nd4jKernels();
  }

  @AfterContainer
  static void close() {
    onednn.close();
    nd4j.close();
  }

  private static void agree(Consumer<Side> calls) {
    agree(1e-3, calls);
  }

  private static void agree(double least, Consumer<Side> calls) {
    Side.assertAgree(
        Side.run(onednn, ElementType.FLOAT32, calls),
        Side.run(nd4j, ElementType.FLOAT32, calls),
        SHARE,
        least);
  }

  private static Arbitrary<Extent> extents(int least, int most) {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(least, most);
    return Combinators.combine(sizes, sizes).as(Extent::new);
  }

  @Provide
  Arbitrary<Extent> images() {
    return extents(1, 8);
  }

  /** How much an image is larger than the smallest that a window fits in. */
  @Provide
  Arbitrary<Extent> excess() {
    return extents(0, 5);
  }

  @Provide
  Arbitrary<Shape> shapes() {
    Arbitrary<Integer> outer = Arbitraries.integers().between(1, 4);
    return Combinators.combine(outer.array(int[].class).ofMinSize(1).ofMaxSize(3), channels())
        .as(
            (outers, last) -> {
              int[] extents = Arrays.copyOf(outers, outers.length + 1);
              extents[outers.length] = last;
              return Shape.of(extents);
            });
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.integers().between(1, 37);
  }

  private static int smallest(int window, int padding, int excess) {
    return Math.max(1, window - 2 * padding) + excess;
  }

  // Products.

  @Provide
  Arbitrary<Convolution> convolutions() {
    return Combinators.combine(
            extents(1, 5),
            extents(1, 3),
            extents(0, 2),
            extents(1, 2),
            Arbitraries.integers().between(1, 4))
        .as(Convolution::new);
  }

  private static Extent input(Convolution c, Extent excess) {
    return new Extent(
        smallest(
            c.dilation().height() * (c.kernel().height() - 1) + 1,
            c.padding().height(),
            excess.height()),
        smallest(
            c.dilation().width() * (c.kernel().width() - 1) + 1,
            c.padding().width(),
            excess.width()));
  }

  private static Shape images(int batch, Extent size, int channels) {
    return Shape.of(batch, size.height(), size.width(), channels);
  }

  @Property(tries = 60)
  void convolutionsAgree(
      @ForAll("convolutions") Convolution c,
      @ForAll("excess") Extent excess,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 20) int channels,
      @ForAll @IntRange(min = 1, max = 20) int filters,
      @ForAll boolean biased,
      @ForAll boolean rectified) {
    Extent in = input(c, excess);
    Shape input = images(batch, in, channels * c.groups());
    Shape output = images(batch, c.outputSize(in), filters * c.groups());
    int[] weights = {output.last(), channels, c.kernel().height(), c.kernel().width()};
    agree(
        side -> {
          Products products = side.kernels().products();
          Tensor x = side.normal(input);
          Tensor weight = side.weight(weights);
          Tensor bias = biased ? side.weight(output.last()) : null;
          Epilogue epilogue = new Epilogue(bias, rectified);
          products.convolution(c, x, weight, epilogue, side.result("y", output));
          Tensor gradY = side.normal(output);
          ProductGradients gradients =
              new ProductGradients(
                  side.result("gradient of x", input),
                  side.wideResult("gradient of weight", weights),
                  biased ? side.wideResult("gradient of bias", output.last()) : null);
          products.convolutionBackward(c, x, weight, gradY, gradients);
          // The forward computation of a transposed convolution.
          products.convolutionInputGradient(c, gradY, weight, side.result("transposed", input));
        });
  }

  /** The shape in which oneDNN's own code crashes where it is told of this dilation. */
  @Example
  void dilatingASingleWeightMeansNothing() {
    Convolution c =
        new Convolution(new Extent(3, 1), new Extent(1, 3), new Extent(0, 2), new Extent(1, 2), 3);
    convolutionsAgree(c, new Extent(5, 0), 1, 10, 16, true, true);
  }

  @Property(tries = 40)
  void linearMapsAgree(
      @ForAll("shapes") Shape input,
      @ForAll("channels") int out,
      @ForAll boolean biased,
      @ForAll boolean rectified) {
    Shape output = input.withLast(out);
    agree(
        side -> {
          Products products = side.kernels().products();
          Tensor x = side.normal(input);
          Tensor weight = side.weight(out, input.last());
          Tensor bias = biased ? side.weight(out) : null;
          Tensor y = side.result("y", output);
          products.linear(x, weight, new Epilogue(bias, rectified), y);
          ProductGradients gradients =
              new ProductGradients(
                  side.result("gradient of x", input),
                  side.wideResult("gradient of weight", out, input.last()),
                  biased ? side.wideResult("gradient of bias", out) : null);
          Tensor gradY = side.normal(output);
          products.linearBackward(x, weight, gradY, gradients);
          products.biasGradient(gradY, side.wideResult("sum of rows", out));
          products.addBias(y, side.weight(out));
        });
  }

  // Pooling.

  @Provide
  Arbitrary<Pool> pools() {
    return extents(1, 4)
        .flatMap(
            kernel ->
                Combinators.combine(extents(1, 4), extents(0, 2), Arbitraries.of(true, false))
                    .as(
                        (stride, padding, ceilMode) ->
                            new Pool(kernel, stride, halfOf(kernel, padding), ceilMode)));
  }

  private static Extent halfOf(Extent kernel, Extent padding) {
    return new Extent(
        Math.min(kernel.height() / 2, padding.height()),
        Math.min(kernel.width() / 2, padding.width()));
  }

  @Property(tries = 50)
  void poolingAgrees(
      @ForAll("pools") Pool pool,
      @ForAll("excess") Extent excess,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("channels") int channels,
      @ForAll boolean countPadding) {
    Extent in =
        new Extent(
            smallest(pool.kernel().height(), pool.padding().height(), excess.height()),
            smallest(pool.kernel().width(), pool.padding().width(), excess.width()));
    Shape input = images(batch, in, channels);
    Shape output = images(batch, pool.outputSize(in), channels);
    agree(
        side -> {
          Pooling pooling = side.kernels().pooling();
          Tensor x = side.normal(input);
          Tensor gradY = side.normal(output);
          Tensor y = side.result("maxima", output);
          pooling.max(pool, x, y);
          pooling.maxBackward(pool, x, y, gradY, side.result("gradient of maxima", input));
          pooling.average(pool, countPadding, x, side.result("means", output));
          Tensor gradX = side.result("gradient of means", input);
          pooling.averageBackward(pool, countPadding, gradY, gradX);
        });
  }

  @Property(tries = 40)
  void adaptiveMeansAndResamplingAgree(
      @ForAll("images") Extent in,
      @ForAll("images") Extent out,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll("channels") int channels) {
    Shape input = images(batch, in, channels);
    Shape output = images(batch, out, channels);
    agree(
        side -> {
          Pooling pooling = side.kernels().pooling();
          Tensor x = side.normal(input);
          Tensor gradY = side.normal(output);
          pooling.adaptiveAverage(x, side.result("means", output));
          pooling.adaptiveAverageBackward(gradY, side.result("gradient of means", input));
          for (Interpolation way : Interpolation.values()) {
            pooling.resample(way, x, side.result(way.name(), output));
            pooling.resampleBackward(way, gradY, side.result("gradient of " + way, input));
          }
        });
  }

  // Normalisation.

  /** Matrices and images with enough rows for a variance. */
  @Provide
  Arbitrary<Shape> normalized() {
    Arbitrary<Integer> size = Arbitraries.integers().between(2, 5);
    return Combinators.combine(size, size, size, channels(), Arbitraries.of(2, 3, 4))
        .as(
            (n, h, w, c, rank) ->
                switch (rank) {
                  case 2 -> Shape.of(3 * n, c);
                  case 3 -> Shape.of(2 * n, h, c);
                  default -> Shape.of(n, h, w, c);
                });
  }

  private static NormOperands operands(Side side, Tensor x, int statistics) {
    int channels = x.shape().last();
    return new NormOperands(
        x,
        side.weight(channels),
        side.weight(channels),
        side.wideResult("mean", statistics),
        side.wideResult("variance", statistics),
        1e-3);
  }

  private static NormGradients gradients(Side side, Shape shape, String of) {
    return new NormGradients(
        side.result("gradient of x, " + of, shape),
        side.wideResult("gradient of scale, " + of, shape.last()),
        side.wideResult("gradient of shift, " + of, shape.last()));
  }

  @Property(tries = 50)
  void batchNormsAgree(@ForAll("normalized") Shape shape) {
    Consumer<Side> calls =
        side -> {
          Normalization norm = side.kernels().normalization();
          Tensor x = side.normal(shape);
          Tensor gradY = side.normal(shape);
          NormOperands o = operands(side, x, shape.last());
          norm.batchNorm(o, side.result("y", shape));
          norm.batchNormBackward(o, gradY, gradients(side, shape, "training"));
          norm.batchNormInferenceBackward(o, gradY, gradients(side, shape, "inference"));
          norm.batchNormInference(o, true, side.result("rectified inference", shape));
          norm.batchNormInference(o, false, side.result("inference", shape));
          Tensor rectified = side.result("rectified", shape);
          norm.batchNorm(o, true, rectified);
          norm.batchNormBackward(o, rectified, gradY, gradients(side, shape, "rectified"));
        };
    // Where a result is almost 0, rounding decides whether its gradient passes.
    float[] y = requireNonNull(Side.run(nd4j, ElementType.FLOAT32, calls).get("y"));
    for (float value : y) {
      Assume.that(Math.abs(value) > 1e-5);
    }
    agree(0.1, calls);
  }

  @Property(tries = 40)
  void layerNormsAgree(
      @ForAll("shapes") Shape outer, @ForAll @IntRange(min = 4, max = 37) int last) {
    Shape shape = outer.withLast(last);
    agree(
        0.1,
        side -> {
          Normalization norm = side.kernels().normalization();
          NormOperands o = operands(side, side.normal(shape), (int) shape.rows());
          norm.layerNorm(o, side.result("y", shape));
          norm.layerNormBackward(o, side.normal(shape), gradients(side, shape, "rows"));
        });
  }

  @Property(tries = 40)
  void localResponsesAgree(
      @ForAll("images") Extent size,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll("channels") int channels,
      @ForAll @IntRange(min = 1, max = 8) int window) {
    Shape shape = images(batch, size, channels);
    LocalResponse settings = new LocalResponse(window, 0.5, 0.75, 1.5);
    agree(
        side -> {
          Normalization norm = side.kernels().normalization();
          Tensor x = side.normal(shape);
          norm.localResponse(settings, x, side.result("y", shape));
          Tensor gradX = side.result("gradient of x", shape);
          norm.localResponseBackward(settings, x, side.normal(shape), gradX);
        });
  }

  // Elements.

  @Property(tries = 40)
  void activationsAgree(@ForAll("shapes") Shape shape, @ForAll Activation.Kind kind) {
    Activation f =
        switch (kind) {
          case LEAKY_RELU -> new Activation(kind, 0.1, 0);
          case ELU -> new Activation(kind, 0.7, 0);
          case HARD_TANH -> new Activation(kind, -0.5, 1);
          default -> Activation.of(kind);
        };
    agree(
        side -> {
          Elementwise elements = side.kernels().elementwise();
          Tensor x = side.normal(shape);
          Tensor y = side.result("y", shape);
          elements.activation(f, x, y);
          Tensor gradX = side.result("gradient of x", shape);
          elements.activationBackward(f, x, y, side.normal(shape), gradX);
        });
  }

  @Property(tries = 40)
  void softmaxesAndSumsAgree(@ForAll("shapes") Shape shape) {
    agree(
        side -> {
          Elementwise elements = side.kernels().elementwise();
          Tensor x = side.normal(shape);
          Tensor gradY = side.normal(shape);
          Tensor y = side.result("softmax", shape);
          elements.softmax(x, y);
          elements.softmaxBackward(y, gradY, side.result("gradient of softmax", shape));
          Tensor logs = side.result("logarithms", shape);
          elements.logSoftmax(x, logs);
          elements.logSoftmaxBackward(logs, gradY, side.result("gradient of logarithms", shape));
          elements.add(x, gradY, false, side.result("sum", shape));
          elements.add(x, gradY, true, side.result("rectified sum", shape));
        });
  }

  /** What makes an expression of tensors; the values stay within ±8 and so do rounding errors. */
  private interface Formula {
    Expression of(List<Tensor> tensors);
  }

  private static Expression bounded(Expression value) {
    return value.clamp(-8, 8);
  }

  private static Arbitrary<Formula> leaves() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 2).map(i -> t -> Expression.of(t.get(i))),
        Arbitraries.doubles().between(-2, 2).ofScale(2).map(v -> t -> Expression.of(v)),
        // Steps where no rounding comes before them.
        Arbitraries.integers().between(0, 2).map(i -> t -> Expression.of(t.get(i)).step()));
  }

  private static Arbitrary<Formula> formulas(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<Formula> inner = formulas(depth - 1);
    Arbitrary<Formula> unary =
        Combinators.combine(Arbitraries.integers().between(0, 7), inner)
            .as((kind, f) -> t -> bounded(unary(kind, f.of(t))));
    Arbitrary<Formula> binary =
        Combinators.combine(
                Arbitraries.of(Expression.BinaryOperator.values()), inner, formulas(depth - 1))
            .as((operator, f, g) -> t -> bounded(binary(operator, f.of(t), g.of(t))));
    return Arbitraries.oneOf(inner, unary, binary, binary);
  }

  private static Expression unary(int kind, Expression x) {
    return switch (kind) {
      case 0 -> x.squared();
      case 1 -> x.abs().plus(0.1).sqrt();
      case 2 -> x.abs();
      case 3 -> x.exp();
      case 4 -> x.abs().log1p();
      case 5 -> x.sigmoid();
      case 6 -> x.tanh();
      default -> x.erf();
    };
  }

  private static Expression binary(Expression.BinaryOperator operator, Expression x, Expression y) {
    boolean division = operator == Expression.BinaryOperator.OVER;
    return new Expression.Binary(operator, x, division ? y.abs().plus(0.5) : y);
  }

  @Provide
  Arbitrary<List<Formula>> programs() {
    return formulas(3).list().ofMinSize(1).ofMaxSize(3);
  }

  @Property(tries = 60)
  void expressionsAgree(
      @ForAll("programs") List<Formula> program,
      @ForAll @IntRange(min = 1, max = 3000) int elements) {
    Shape shape = Shape.of(elements);
    agree(
        1,
        side -> {
          List<Tensor> tensors = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            Tensor tensor = side.result("tensor " + i, shape);
            side.kernels().memory().copy(side.normal(shape), tensor);
            tensors.add(tensor);
          }
          List<Assignment> assignments = new ArrayList<>();
          for (int i = 0; i < program.size(); i++) {
            assignments.add(new Assignment(tensors.get(i), program.get(i).of(tensors)));
          }
          side.kernels().elementwise().run(assignments);
          Expression last = Expression.of(tensors.get(program.size() - 1));
          side.result("mean", side.kernels().elementwise().sum(last) / elements);
        });
  }

  // Layout.

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

  // Losses.

  @Property(tries = 50)
  void crossEntropiesAgree(
      @ForAll @IntRange(min = 1, max = 200) int rows,
      @ForAll @IntRange(min = 2, max = 20) int classes,
      @ForAll boolean soft,
      @ForAll boolean smoothed,
      @ForAll boolean weighted,
      @ForAll boolean ignoring) {
    List<Float> weights = new ArrayList<>();
    for (int c = 0; c < classes && weighted; c++) {
      weights.add(0.5f + c % 3);
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
          double loss = losses.softmaxCrossEntropy(settings, logits, target, gradient, 0.5);
          side.result("loss", loss);
          side.result("loss alone", losses.softmaxCrossEntropy(settings, logits, target, null, 1));
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
