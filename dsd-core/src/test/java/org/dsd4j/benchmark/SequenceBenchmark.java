package org.dsd4j.benchmark;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
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

/** Operations on padded batches of the sizes of speech, beside the plain ones of all steps. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class SequenceBenchmark {
  private static final int VOCABULARY = 10_000;
  private static final int WINDOW = 20;

  /** Batch × steps × features, or × width × channels. */
  @Param({"16x400x1280", "16x300x41x32"})
  public String shape;

  /** The type of activations. */
  @Param({"FLOAT32"})
  public ElementType type;

  private BenchmarkKernels kernels;
  private Sequences sequences;
  private Lengths lengths;
  private NormOperands operands;
  private Tensor y;
  private Tensor gradX;
  private NormGradients gradients;
  private Tensor indices;
  private Tensor embedding;
  private Tensor gradEmbedding;
  private Tensor weight;
  private Tensor gradWeight;

  @Setup
  public void allocate(BenchmarkKernels benchmarkKernels) {
    kernels = benchmarkKernels;
    sequences = kernels.get().sequences();
    int[] s = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    int channels = s[s.length - 1];
    int[] steps = new int[s[0]];
    Arrays.setAll(steps, i -> s[1] - i * s[1] / (4 * s[0]));
    lengths = Lengths.of(steps);
    ElementType wide = ElementType.FLOAT32;
    operands =
        new NormOperands(
            kernels.normal(type, s),
            kernels.normal(wide, channels),
            kernels.normal(wide, channels),
            kernels.normal(wide, channels),
            kernels.normal(wide, channels),
            1e-5);
    y = kernels.normal(type, s);
    gradX = kernels.normal(type, s);
    gradients =
        new NormGradients(gradX, kernels.normal(wide, channels), kernels.normal(wide, channels));
    indices = kernels.normal(wide, s[0], s[1]);
    float[] words = new float[s[0] * s[1]];
    for (int i = 0; i < words.length; i++) {
      words[i] = i * 7919 % VOCABULARY;
    }
    indices.set(words);
    int size = (int) (y.shape().elements() / words.length);
    embedding = kernels.normal(wide, VOCABULARY, size);
    gradEmbedding = kernels.normal(wide, VOCABULARY, size);
    weight = kernels.normal(wide, size, WINDOW);
    gradWeight = kernels.normal(wide, size, WINDOW);
  }

  @TearDown
  public void close() {
    kernels.close();
  }

  @Benchmark
  public void copy() {
    kernels.get().memory().copy(operands.x(), y);
  }

  @Benchmark
  public void mask() {
    sequences.mask(lengths, operands.x(), y);
  }

  @Benchmark
  public void plainBatchNorm() {
    kernels.get().norms().batchNorm(Lengths.whole(), operands, false, y);
  }

  @Benchmark
  public void plainBatchNormBackward() {
    kernels.get().norms().batchNormBackward(Lengths.whole(), operands, null, y, gradients);
  }

  @Benchmark
  public void batchNorm() {
    kernels.get().norms().batchNorm(lengths, operands, false, y);
  }

  @Benchmark
  public void batchNormBackward() {
    kernels.get().norms().batchNormBackward(lengths, operands, null, y, gradients);
  }

  @Benchmark
  public void embedding() {
    sequences.embedding(lengths, indices, embedding, y);
  }

  @Benchmark
  public void embeddingBackward() {
    sequences.embeddingBackward(lengths, indices, y, gradEmbedding);
  }

  @Benchmark
  public void rowConvolution() {
    sequences.rowConvolution(lengths, operands.x(), weight, y);
  }

  @Benchmark
  public void rowConvolutionBackward() {
    ProductGradients wanted = new ProductGradients(gradX, gradWeight, null);
    sequences.rowConvolutionBackward(lengths, operands.x(), weight, y, wanted);
  }
}
