package org.dsd4j.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.dsd4j.loss.CtcLoss;
import org.dsd4j.loss.Loss;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
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

/** Connectionist temporal classification of 32 × 500 frames with 80 of 29 labels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CtcBenchmark {
  private static final int SEQUENCES = 32;
  private static final int FRAMES = 500;
  private static final int CLASSES = 30;
  private static final int LABELS = 80;

  private final Loss loss = new CtcLoss();
  private BenchmarkKernels kernels;
  private Tensor logits;
  private Tensor gradient;
  private Tensor targets;

  @Setup
  public void allocate(BenchmarkKernels benchmarkKernels) {
    kernels = benchmarkKernels;
    logits = kernels.normal(ElementType.FLOAT32, SEQUENCES, FRAMES, CLASSES);
    gradient = kernels.normal(ElementType.FLOAT32, SEQUENCES, FRAMES, CLASSES);
    targets = kernels.normal(ElementType.FLOAT32, SEQUENCES, LABELS);
    RandomGenerator random = Seed.of(1).stream();
    float[] labels = new float[SEQUENCES * LABELS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 1 + random.nextInt(CLASSES - 1);
    }
    targets.set(labels);
  }

  @TearDown
  public void close() {
    kernels.close();
  }

  @Benchmark
  public double loss() {
    return loss.evaluate(kernels.get(), logits, targets, null, 1).mean();
  }

  @Benchmark
  public double lossAndGradient() {
    return loss.evaluate(kernels.get(), logits, targets, gradient, 1).mean();
  }
}
