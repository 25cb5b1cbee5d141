package org.dsd4j.benchmark;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Convolutions of well-known networks, forward and for both gradients, with float32 weights. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ConvolutionBenchmark {
  /** Batch × size of the images × channels × filters × size of the window × stride. */
  @Param({
    "16x56x64x64x3x1",
    "16x28x128x128x3x1",
    "16x14x256x256x3x1",
    "16x7x512x512x3x1",
    "16x14x256x1024x1x1",
    "16x224x3x64x7x2",
    "128x32x16x16x3x1"
  })
  public String shape;

  /** The type of activations. */
  @Param({"FLOAT32"})
  public ElementType type;

  private BenchmarkKernels kernels;
  private Convolution settings;
  private Tensor x;
  private Tensor weight;
  private Tensor y;
  private Tensor gradX;
  private Tensor gradWeight;

  @Setup
  public void allocate(BenchmarkKernels benchmarkKernels) {
    kernels = benchmarkKernels;
    int[] s = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    settings =
        new Convolution(
            Extent.square(s[4]), Extent.square(s[5]), Extent.square(s[4] / 2), Extent.square(1), 1);
    int out = settings.outputSize(Extent.square(s[1])).height();
    x = kernels.normal(type, s[0], s[1], s[1], s[2]);
    gradX = kernels.normal(type, s[0], s[1], s[1], s[2]);
    weight = kernels.normal(ElementType.FLOAT32, s[3], s[2], s[4], s[4]);
    gradWeight = kernels.normal(ElementType.FLOAT32, s[3], s[2], s[4], s[4]);
    y = kernels.normal(type, s[0], out, out, s[3]);
  }

  @TearDown
  public void close() {
    kernels.close();
  }

  @Benchmark
  public void forward() {
    kernels.get().products().convolution(settings, x, weight, Epilogue.NONE, y);
  }

  @Benchmark
  public void inputGradient() {
    kernels.get().products().convolutionInputGradient(settings, y, weight, gradX);
  }

  @Benchmark
  public void weightGradient() {
    ProductGradients gradients = new ProductGradients(null, gradWeight, null);
    kernels.get().products().convolutionBackward(settings, x, weight, y, gradients);
  }
}
