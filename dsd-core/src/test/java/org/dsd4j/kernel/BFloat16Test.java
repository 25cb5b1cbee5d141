package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.kernel.Norms.LocalResponse;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels give in bfloat16 what they give in single precision, but for its three digits. */
class BFloat16Test {
  private static final double SHARE = 3e-2;
  private static final Shape IMAGES = Shape.of(2, 6, 5, 19);

  private Kernels kernels;

  @BeforeEach
  void open() {
    kernels = new OnednnKernels();
    assumeTrue(
        kernels.computesIn(ElementType.BFLOAT16), "this processor has no units for bfloat16");
  }

  @AfterEach
  void close() {
    kernels.close();
  }

  private void agree(Consumer<Side> calls) {
    Side.assertNormsAgree(
        Side.run(kernels, ElementType.BFLOAT16, calls),
        Side.run(kernels, ElementType.FLOAT32, calls),
        SHARE);
  }

  @Test
  void roundsToNearestAndTiesToEven() {
    Tensor tensor = kernels.memory().allocate(ElementType.BFLOAT16, Shape.of(5));
    tensor.set(new float[] {1, 1 + 1 / 256f, 1 + 3 / 256f, 1 + 1.1f / 256, Float.NaN});
    assertThat(tensor.toFloats()).containsExactly(1, 1, 1 + 4 / 256f, 1 + 2 / 256f, Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 19})
  void convolutions(int groups) {
    Convolution settings =
        new Convolution(
            Extent.square(3), new Extent(2, 1), Extent.square(1), Extent.square(1), groups);
    int[] weights = {38, 19 / groups, 3, 3};
    Shape output = Shape.of(2, 3, 5, 38);
    agree(
        side -> {
          Products products = side.kernels().products();
          Tensor x = side.normal(IMAGES);
          Tensor weight = side.weight(weights);
          Epilogue epilogue = new Epilogue(side.weight(38), true);
          products.convolution(settings, x, weight, epilogue, side.result("y", output));
          ProductGradients gradients =
              new ProductGradients(
                  side.result("gradient of x", IMAGES),
                  side.wideResult("gradient of weight", weights),
                  side.wideResult("gradient of bias", 38));
          products.convolutionBackward(settings, x, weight, side.normal(output), gradients);
        });
  }

  @Test
  void linearMaps() {
    agree(
        side -> {
          Products products = side.kernels().products();
          Tensor x = side.normal(Shape.of(7, 33));
          Tensor weight = side.weight(20, 33);
          Tensor y = side.result("y", Shape.of(7, 20));
          products.linear(x, weight, Epilogue.bias(side.weight(20)), y);
          Tensor gradY = side.normal(Shape.of(7, 20));
          ProductGradients gradients =
              new ProductGradients(
                  side.result("gradient of x", Shape.of(7, 33)),
                  side.wideResult("gradient of weight", 20, 33),
                  side.wideResult("gradient of bias", 20));
          products.linearBackward(x, weight, gradY, gradients);
          products.biasGradient(gradY, side.wideResult("sum of rows", 20));
          products.addBias(y, side.weight(20));
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batchNorms(boolean rectified) {
    agree(
        side -> {
          Norms norm = side.kernels().norms();
          Tensor y = side.result("y", IMAGES);
          NormOperands o =
              new NormOperands(
                  side.normal(IMAGES),
                  side.weight(19),
                  side.weight(19),
                  side.wideResult("mean", 19),
                  side.wideResult("variance", 19),
                  1e-5);
          norm.batchNorm(Lengths.whole(), o, rectified, y);
          NormGradients gradients =
              new NormGradients(
                  side.result("gradient of x", IMAGES),
                  side.wideResult("gradient of scale", 19),
                  side.wideResult("gradient of shift", 19));
          norm.batchNormBackward(
              Lengths.whole(), o, rectified ? y : null, side.normal(IMAGES), gradients);
          norm.batchNormInference(Lengths.whole(), o, rectified, side.result("inference", IMAGES));
          NormGradients throughConstants =
              new NormGradients(
                  side.result("gradient of x in inference", IMAGES),
                  side.wideResult("gradient of scale in inference", 19),
                  side.wideResult("gradient of shift in inference", 19));
          norm.batchNormInferenceBackward(
              Lengths.whole(), o, side.normal(IMAGES), throughConstants);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 19})
  void localResponses(int channels) {
    Shape shape = Shape.of(2, 3, 3, channels);
    for (int size : new int[] {1, 2, 3, 5, 7}) {
      LocalResponse settings = new LocalResponse(size, 0.5, 0.75, 1);
      agree(
          side -> {
            Norms norm = side.kernels().norms();
            Tensor x = side.normal(shape);
            norm.localResponse(settings, x, side.result("y", shape));
            Tensor gradX = side.result("gradient of x", shape);
            norm.localResponseBackward(settings, x, side.normal(shape), gradX);
          });
    }
  }

  @Test
  void pooling() {
    Pool settings = new Pool(Extent.square(3), Extent.square(2), Extent.square(1), true);
    Extent size = settings.outputSize(new Extent(6, 5));
    Shape output = Shape.of(2, size.height(), size.width(), 19);
    agree(
        side -> {
          Pooling pooling = side.kernels().pooling();
          Tensor x = side.normal(IMAGES);
          Tensor y = side.result("maxima", output);
          pooling.max(settings, x, y);
          pooling.average(settings, true, x, side.result("means", output));
          Tensor gradX = side.result("gradient of means", IMAGES);
          pooling.averageBackward(settings, true, side.normal(output), gradX);
          pooling.adaptiveAverage(x, side.result("adaptive", Shape.of(2, 4, 2, 19)));
          pooling.adaptiveAverage(x, side.result("global", Shape.of(2, 1, 1, 19)));
          Tensor larger = side.result("resampled", Shape.of(2, 9, 10, 19));
          pooling.resample(Interpolation.BILINEAR, x, larger);
        });
  }

  @ParameterizedTest
  @EnumSource
  void activations(Activation.Kind kind) {
    Activation f = new Activation(kind, 0.1, kind == Activation.Kind.HARD_TANH ? 1 : 0);
    agree(
        side -> {
          Elementwise elements = side.kernels().elementwise();
          Tensor x = side.normal(IMAGES);
          Tensor y = side.result("y", IMAGES);
          elements.activation(f, x, y);
          elements.activationBackward(
              f, x, y, side.normal(IMAGES), side.result("gradient", IMAGES));
        });
  }

  @Test
  void sumsAndJoints() {
    agree(
        side -> {
          Tensor a = side.normal(IMAGES);
          Tensor b = side.normal(IMAGES);
          side.kernels().elementwise().add(a, b, false, side.result("sum", IMAGES));
          side.kernels().elementwise().add(a, b, true, side.result("rectified", IMAGES));
          Expression product = Expression.of(a).times(Expression.of(b));
          side.kernels().elementwise().assign(side.result("product", IMAGES), product);
          Tensor whole = side.result("whole", Shape.of(2, 6, 5, 38));
          side.kernels().layout().concat(List.of(a, b), whole);
          Tensor part = side.result("part", Shape.of(2, 6, 5, 10));
          side.kernels().layout().slice(whole, 15, part);
          side.kernels().layout().place(a, 15, side.result("placed", Shape.of(2, 6, 5, 38)));
          side.kernels().layout().channelsFirst(a, side.result("first", Shape.of(2, 570)));
        });
  }

  @Test
  void copiesBetweenTypesConvert() {
    Tensor narrow = kernels.memory().allocate(ElementType.BFLOAT16, Shape.of(3));
    Tensor wide = kernels.memory().allocate(ElementType.FLOAT32, Shape.of(3));
    wide.set(new float[] {1, -2.5f, 1 + 1 / 256f});
    kernels.memory().copy(wide, narrow);
    kernels.memory().fill(wide, 0);
    kernels.memory().copy(narrow, wide);
    assertThat(wide.toFloats()).containsExactly(1, -2.5f, 1);
    assertThat(kernels.memory().allFinite(narrow)).isTrue();
  }
}
