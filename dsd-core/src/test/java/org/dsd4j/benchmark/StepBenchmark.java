package org.dsd4j.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The rest of a training step: batch norm of 13 MB, and the update of a million weights. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class StepBenchmark {
  private static final int CHANNELS = 64;
  private static final int WEIGHTS = 1_000_000;

  private BenchmarkKernels kernels;
  private NormOperands operands;
  private NormGradients gradients;
  private Tensor y;
  private List<Assignment> update;

  @Setup
  public void allocate(BenchmarkKernels benchmarkKernels) {
    kernels = benchmarkKernels;
    operands = new NormOperands(image(), vector(), vector(), vector(), vector(), 1e-5);
    gradients = new NormGradients(image(), vector(), vector());
    y = image();
    Tensor weight = kernels.normal(ElementType.FLOAT32, WEIGHTS);
    Tensor momentum = kernels.normal(ElementType.FLOAT32, WEIGHTS);
    Expression gradient =
        Expression.of(kernels.normal(ElementType.FLOAT32, WEIGHTS))
            .plus(Expression.of(weight).times(1e-4));
    update =
        List.of(
            new Assignment(momentum, Expression.of(momentum).times(0.9).plus(gradient)),
            new Assignment(
                weight, Expression.of(weight).minus(Expression.of(momentum).times(1e-6))));
    kernels.get().norms().batchNorm(Lengths.whole(), operands, true, y);
  }

  private Tensor image() {
    return kernels.normal(ElementType.FLOAT32, 16, 56, 56, CHANNELS);
  }

  private Tensor vector() {
    return kernels.normal(ElementType.FLOAT32, CHANNELS);
  }

  @TearDown
  public void close() {
    kernels.close();
  }

  @Benchmark
  public void batchNorm() {
    kernels.get().norms().batchNorm(Lengths.whole(), operands, true, y);
  }

  @Benchmark
  public void batchNormBackward() {
    kernels.get().norms().batchNormBackward(Lengths.whole(), operands, y, y, gradients);
  }

  @Benchmark
  public void update() {
    kernels.get().elementwise().run(update);
  }
}
