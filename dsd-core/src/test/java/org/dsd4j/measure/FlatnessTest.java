package org.dsd4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.assertj.core.api.Assumptions;
import org.assertj.core.data.Percentage;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.measure.PowerIteration.Eigenvalue;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class FlatnessTest {
  private static final int SAMPLES = 40;
  private static final int INPUTS = 6;
  private static final PowerIteration LONG = new PowerIteration().iterations(500).tolerance(1e-6);

  private static double[][] inputs() {
    double[][] rows = new double[SAMPLES][];
    for (int i = 0; i < SAMPLES; i++) {
      rows[i] = Numbers.normal(INPUTS, 70 + i);
      // Directions of different importance, or the iteration would take long.
      for (int j = 0; j < INPUTS; j++) {
        rows[i][j] *= 1 + j;
      }
    }
    return rows;
  }

  private static Dataset regression() {
    return ArrayDataset.of(
        "line",
        Nd4j.createFromArray(inputs()),
        Nd4j.createFromArray(Numbers.normal(SAMPLES, 5)).reshape(SAMPLES, 1));
  }

  private static Network linear(ElementType type) {
    return Network.builder(Shape.of(INPUTS))
        .elementType(type)
        .add("fc", new Dense(1))
        .build(Seed.of(3));
  }

  /** Of 2/n XᵀX, X having these columns; column {@code INPUTS} is that of the bias. */
  private static double[] eigenvalues(int... columns) {
    RealMatrix x = new Array2DRowRealMatrix(SAMPLES, columns.length);
    double[][] rows = inputs();
    for (int i = 0; i < SAMPLES; i++) {
      for (int c = 0; c < columns.length; c++) {
        x.setEntry(i, c, columns[c] == INPUTS ? 1 : (float) rows[i][columns[c]]);
      }
    }
    RealMatrix hessian = x.transpose().multiply(x).scalarMultiply(2.0 / SAMPLES);
    return new EigenDecomposition(hessian).getRealEigenvalues();
  }

  private static double largest(int... columns) {
    return Arrays.stream(eigenvalues(columns)).max().orElseThrow();
  }

  private static Eigenvalue measured(Network network) {
    return Flatness.of(network, new MeanSquaredError(), regression()).largestEigenvalue(LONG);
  }

  @Test
  void ofLinearRegressionItIsKnown() {
    double expected = largest(IntStream.rangeClosed(0, INPUTS).toArray());
    try (Network single = linear(ElementType.FLOAT32);
        Network twice = linear(ElementType.FLOAT64)) {
      Eigenvalue found = measured(single);
      assertThat(found.converged()).isTrue();
      assertThat(found.value()).isCloseTo(expected, Percentage.withPercentage(0.1));
      assertThat(measured(twice).value()).isCloseTo(expected, Percentage.withPercentage(0.01));
      // With usual settings as good as they promise.
      Flatness flatness = Flatness.of(single, new MeanSquaredError(), regression());
      assertThat(flatness.largestEigenvalue().value())
          .isCloseTo(expected, Percentage.withPercentage(1));
      assertThat(flatness.batchSize(batchSize(7)).largestEigenvalue(LONG).value())
          .isCloseTo(found.value(), Percentage.withPercentage(0.1));
    }
  }

  @Test
  void weightsThatDoNotMoveHaveNoDirection() {
    try (Network network = linear(ElementType.FLOAT32)) {
      network.freeze("fc.bias");
      assertThat(measured(network).value())
          .isCloseTo(largest(0, 1, 2, 3, 4, 5), Percentage.withPercentage(0.1));
      Parameter weight = network.parameter("fc.weight");
      weight.setMask(mask(weight, 0, 1, 3));
      String before = network.snapshot().sha256();
      assertThat(measured(network).value())
          .isCloseTo(largest(0, 1, 3), Percentage.withPercentage(0.1));
      assertThat(network.snapshot().sha256()).isEqualTo(before);
      assertThat(weight.mask()).contains(mask(weight, 0, 1, 3));
      assertThat(weight.isTrained()).isTrue();
      assertThat(network.parameter("fc.bias").isTrained()).isFalse();
    }
  }

  private static Mask mask(Parameter weight, int... kept) {
    BitSet bits = new BitSet();
    Arrays.stream(kept).forEach(bits::set);
    return Mask.of(weight.shape(), bits);
  }

  private static Network regularised(ElementType type, double dropout) {
    Network network =
        Network.builder(Shape.of(6))
            .elementType(type)
            .add("fc1", new Dense(8))
            .add("bn", new BatchNorm())
            .add("tanh", Activate.tanh())
            .add("drop", new Dropout(dropout))
            .add("fc2", new Dense(3))
            .build(Seed.of(4));
    network.parameter("bn.running_mean").value().set(Numbers.floats(Numbers.normal(8, 3)));
    return network;
  }

  /** As predictions are: by running statistics, with nothing dropped. */
  @Test
  void isThatOfPredictions() {
    Dataset data = new Blobs(30, 3, 1);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    try (Network dropping = regularised(ElementType.FLOAT32, 0.5);
        Network plain = regularised(ElementType.FLOAT32, 0);
        Network exact = regularised(ElementType.FLOAT64, 0)) {
      String before = dropping.snapshot().sha256();
      double found = Flatness.of(dropping, loss, data).largestEigenvalue(LONG).value();
      assertThat(dropping.snapshot().sha256()).as("weights and statistics").isEqualTo(before);
      assertThat(Flatness.of(dropping, loss, data).largestEigenvalue(LONG).value())
          .as("again")
          .isEqualTo(found);
      assertThat(Flatness.of(plain, loss, data).largestEigenvalue(LONG).value())
          .isCloseTo(found, Percentage.withPercentage(0.01));
      assertThat(Flatness.of(exact, loss, data).largestEigenvalue(LONG).value())
          .isPositive()
          .isCloseTo(found, Percentage.withPercentage(1));
    }
  }

  /** For a quadratic loss the expected increase is Σ σ² H over the diagonal, halved. */
  @Test
  void noiseAddsToAQuadraticLossWhatItMust() {
    try (Network network = linear(ElementType.FLOAT32)) {
      network.freeze("fc.bias");
      String before = network.snapshot().sha256();
      Flatness flatness = Flatness.of(network, new MeanSquaredError(), regression());
      Flatness.UnderNoise noise = flatness.underWeightNoise(0.5, 400, Seed.of(1));
      double norm = DoubleVectors.norm(network.parameter("fc.weight").value().toDoubles());
      double variance = 0.25 * norm * norm / INPUTS;
      double trace = Arrays.stream(eigenvalues(0, 1, 2, 3, 4, 5)).sum();
      assertThat(noise.increase()).isCloseTo(variance * trace / 2, Percentage.withPercentage(20));
      assertThat(noise.draws()).hasSize(400).doesNotHaveDuplicates();
      assertThat(noise.deviation()).isPositive();
      assertThat(network.snapshot().sha256()).isEqualTo(before);
      assertThat(flatness.underWeightNoise(0.5, 400, Seed.of(1))).isEqualTo(noise);
      assertThat(flatness.underWeightNoise(0.5, 3, Seed.of(2)).draws())
          .isNotEqualTo(noise.draws().subList(0, 3));
    }
  }

  @Test
  void noNoiseAddsNothing() {
    try (Network network = linear(ElementType.FLOAT32)) {
      Flatness flatness = Flatness.of(network, new MeanSquaredError(), regression());
      Flatness.UnderNoise none = flatness.underWeightNoise(0, 1, Seed.of(1));
      assertThat(none.increase()).isZero();
      assertThat(none.deviation()).isZero();
      Parameter weight = network.parameter("fc.weight");
      weight.setMask(mask(weight));
      network.freeze("fc.bias");
      assertThat(flatness.underWeightNoise(3, 2, Seed.of(1)).increase())
          .as("weights that a mask holds get none")
          .isZero();
      assertThat(none.toString()).startsWith("loss ").contains(", under noise ");
    }
  }

  @Test
  void refusesWhatHasNoCurvature() {
    Dataset data = new Blobs(30, 3, 1);
    try (Network network = SmallNets.dense(3, 1)) {
      Flatness flatness = Flatness.of(network, new SoftmaxCrossEntropy(), data);
      // A ReLU may make a number of NaN, so that the loss is finite all the same.
      for (String name : new String[] {"fc1.weight", "fc2.bias"}) {
        Parameter parameter = network.parameter(name);
        parameter.value().set(nans(Math.toIntExact(parameter.shape().elements())));
        assertThatThrownBy(flatness::largestEigenvalue)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(" whose flatness is measured: expected a finite number");
        assertThatThrownBy(() -> flatness.underWeightNoise(0.1, 2, Seed.of(1)))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThatThrownBy(() -> flatness.underWeightNoise(0.1, 0, Seed.of(1)))
          .hasMessageContaining("draws of weight noise");
      assertThatThrownBy(() -> flatness.underWeightNoise(-1, 1, Seed.of(1)))
          .hasMessageContaining("relative size of weight noise");
      network.freeze("*");
      assertThatThrownBy(() -> Flatness.of(network, new SoftmaxCrossEntropy(), data))
          .hasMessageContaining("expected a parameter that is not frozen, received none");
    }
  }

  private static float[] nans(int count) {
    float[] nans = new float[count];
    Arrays.fill(nans, Float.NaN);
    return nans;
  }

  @Test
  void refusesActivationsThatAreTooCoarse() {
    try (Network network =
        Network.builder(Shape.of(6))
            .precision(Precision.BF16)
            .add("fc", new Dense(3))
            .build(Seed.of(1))) {
      Assumptions.assumeThat(network.activationType()).isNotEqualTo(network.elementType());
      assertThatThrownBy(() -> Flatness.of(network, new SoftmaxCrossEntropy(), new Blobs(30, 3, 1)))
          .hasMessageContaining("expected activations of FLOAT32, received BFLOAT16");
    }
  }
}
