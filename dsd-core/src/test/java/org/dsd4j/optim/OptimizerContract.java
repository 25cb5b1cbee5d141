package org.dsd4j.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Contract;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every optimizer does. A new optimizer's test extends this. */
public abstract class OptimizerContract implements Contract {
  private static final double RATE = 0.05;

  /** The optimizer with this decay. */
  protected abstract Optimizer optimizer(WeightDecay decay);

  @Override
  public boolean covers(Class<?> subject) {
    return optimizer(WeightDecay.none()).getClass() == subject;
  }

  /** How it solves a problem. */
  protected abstract Goal goal(Problem problem);

  /** What computes. */
  protected Kernels open() {
    return new Nd4jKernels();
  }

  /**
   * How many steps at which rate bring a problem's loss down to what.
   *
   * @param rate the learning rate
   * @param steps how many steps
   * @param loss what must be reached
   */
  public record Goal(double rate, int steps, double loss) {}

  /** Functions of a vector to be made small; their smallest value is 0. */
  public enum Problem {
    /** Σ (w − target)², starting at 5. */
    BOWL(4) {
      @Override
      double value(double[] w, double[] gradient) {
        double[] target = {1, -2, 3, 0.5};
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
          double d = w[i] - target[i];
          sum += d * d;
          gradient[i] = 2 * d;
        }
        return sum / 50;
      }
    },
    /** Σ cᵢ·wᵢ², cᵢ from 1 to 100, starting at 88. */
    ILL_CONDITIONED(4) {
      @Override
      double value(double[] w, double[] gradient) {
        double[] curvature = {0.5, 2, 10, 50};
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
          sum += curvature[i] * w[i] * w[i];
          gradient[i] = 2 * curvature[i] * w[i];
        }
        return sum / 62.5;
      }
    },
    /** (1 − a)² + 100·(b − a²)² from a = b = −0.5: a narrow, bent valley. */
    ROSENBROCK(2) {
      @Override
      double value(double[] w, double[] gradient) {
        double a = w[0] - 1.5;
        double b = w[1] - 1.5;
        double miss = b - a * a;
        gradient[0] = -2 * (1 - a) - 400 * a * miss;
        gradient[1] = 200 * miss;
        return ((1 - a) * (1 - a) + 100 * miss * miss) / 58.5;
      }
    },
    /** Fits the four numbers of a plane to twenty points. */
    LEAST_SQUARES(4) {
      @Override
      double value(double[] w, double[] gradient) {
        double[] x = Numbers.normal(80, 3);
        double[] truth = {0.3, -0.7, 1.1, 2};
        java.util.Arrays.fill(gradient, 0);
        double sum = 0;
        for (int row = 0; row < 20; row++) {
          double miss = 0;
          for (int i = 0; i < 4; i++) {
            miss += x[4 * row + i] * (w[i] - truth[i]);
          }
          sum += miss * miss / 20;
          for (int i = 0; i < 4; i++) {
            gradient[i] += x[4 * row + i] * miss / 10;
          }
        }
        return sum;
      }
    };

    private final int size;

    Problem(int size) {
      this.size = size;
    }

    /** The value, about 1 where all w are 1; writes the gradient. */
    abstract double value(double[] w, double[] gradient);
  }

  @ParameterizedTest
  @EnumSource(Problem.class)
  void solves(Problem problem) {
    Goal goal = goal(problem);
    try (Network network =
            Network.builder(Shape.of(problem.size))
                .add("w", new Dense(1).withoutBias().initializer(Initializer.constant(1)))
                .kernels(open())
                .elementType(ElementType.FLOAT64)
                .build(Seed.of(1));
        Updater updater =
            new Updater(network, optimizer(WeightDecay.none()), GradientClipping.none())) {
      Parameter weight = network.parameter("w.weight");
      double[] gradient = new double[problem.size];
      double start = problem.value(Numbers.get(weight.value()), gradient);
      for (int step = 0; step < goal.steps(); step++) {
        Numbers.set(weight.gradient(), gradient);
        updater.step(goal.rate());
        problem.value(Numbers.get(weight.value()), gradient);
      }
      double end = problem.value(Numbers.get(weight.value()), gradient);
      assertThat(end).isLessThan(goal.loss()).isLessThan(start / 10);
    }
  }

  private Network network() {
    return Network.builder(Shape.of(4, 4, 2))
        .add("conv", new Conv2d(3, 3))
        .add("norm", new BatchNorm())
        .add("relu", Activate.relu())
        .add("flatten", new Flatten())
        .add("fc", new Dense(2))
        .kernels(open())
        .build(Seed.of(2));
  }

  /** Steps on batches of its own, numbered from {@code from}. */
  private static void train(Network network, Updater updater, int from, int to) {
    for (int step = from; step < to; step++) {
      train(network, updater, step, RATE);
    }
  }

  private static void train(Network network, Updater updater, int step, double rate) {
    NetworkPass pass = network.begin(Mode.TRAINING, 3);
    Shape shape = Shape.of(3, 4, 4, 2);
    pass.setInput(0, shape, Numbers.floats(Numbers.normal(96, 100 + step)));
    pass.forward(Seed.of(step));
    Tensor target = network.kernels().memory().allocate(ElementType.FLOAT32, Shape.of(3, 2));
    target.set(Numbers.floats(Numbers.normal(6, 200 + step)));
    String output = network.outputShapes().keySet().iterator().next();
    new MeanSquaredError()
        .evaluate(network.kernels(), pass.output(), target, pass.outputGradient(output), 1);
    pass.backward();
    network.kernels().memory().release(target);
    updater.step(rate);
  }

  private static Mask everySecond(Parameter parameter) {
    BitSet kept = new BitSet();
    for (int i = 0; i < parameter.shape().elements(); i++) {
      kept.set(i, i % 2 != 0);
    }
    return Mask.of(parameter.shape(), kept);
  }

  private static void forEachArray(Network network, Updater updater, Consumer<Array> check) {
    for (Parameter parameter : network.parameters()) {
      check.accept(new Array(parameter, "weight", parameter.value()));
      updater
          .state(parameter.name())
          .forEach((name, tensor) -> check.accept(new Array(parameter, name, tensor)));
    }
  }

  private record Array(Parameter parameter, String name, Tensor tensor) {
    @Override
    public String toString() {
      return parameter.name() + ", " + name;
    }
  }

  private static List<float[]> everything(Network network, Updater updater) {
    List<float[]> all = new ArrayList<>();
    forEachArray(network, updater, array -> all.add(array.tensor().toFloats()));
    return all;
  }

  @Test
  void maskedElementsStayExactlyZero() {
    try (Network network = network();
        Updater updater =
            new Updater(network, optimizer(WeightDecay.ofAll(0.1)), GradientClipping.none())) {
      train(network, updater, 0, 3);
      // Every second element of weights and of biases, whose state has gathered something by now.
      network.parameters().forEach(parameter -> parameter.setMask(everySecond(parameter)));
      for (int step = 3; step < 8; step++) {
        train(network, updater, step, step + 1);
        forEachArray(
            network,
            updater,
            array -> {
              float[] values = array.tensor().toFloats();
              int moved = 0;
              for (int i = 0; i < values.length; i++) {
                if (i % 2 == 0) {
                  assertThat(values[i]).as("%s, element %d", array, i).isZero();
                } else if (values[i] != 0) {
                  moved++;
                }
              }
              assertThat(moved).as(array.toString()).isPositive();
            });
      }
    }
  }

  @Test
  void aMaskThatKeepsAllChangesNoBit() {
    List<List<float[]>> ends = new ArrayList<>();
    for (boolean masked : new boolean[] {false, true}) {
      try (Network network = network();
          Updater updater =
              new Updater(
                  network, optimizer(WeightDecay.ofAll(0.01)), GradientClipping.byNorm(0.5))) {
        if (masked) {
          network.parameters().forEach(OptimizerContract::keepAll);
        }
        train(network, updater, 0, 6);
        ends.add(everything(network, updater));
      }
    }
    assertBitEqual(ends.get(1), ends.get(0));
  }

  private static void keepAll(Parameter parameter) {
    BitSet all = new BitSet();
    all.set(0, (int) parameter.shape().elements());
    parameter.setMask(Mask.of(parameter.shape(), all));
  }

  @Test
  void rebornWeightsStartFromNothing() {
    try (Network network = network();
        Updater updater =
            new Updater(network, optimizer(WeightDecay.ofAll(0.1)), GradientClipping.none())) {
      train(network, updater, 0, 3);
      Parameter weight = network.parameter("fc.weight");
      weight.setMask(everySecond(weight));
      train(network, updater, 3, 6);
      weight.dropMask();
      updater
          .state("fc.weight")
          .values()
          .forEach(state -> assertThat(state.toFloats()[0]).isZero());
      assertThat(weight.value().toFloats()[0]).isZero();
      train(network, updater, 6, 8);
      assertThat(weight.value().toFloats()[0]).isNotZero();
    }
  }

  @Test
  void goesOnFromASnapshotBitByBit() {
    List<float[]> straight;
    List<float[]> repeated;
    List<float[]> elsewhere;
    Optimizer optimizer = optimizer(WeightDecay.ofAll(0.01));
    try (Network network = network();
        Updater updater = new Updater(network, optimizer, GradientClipping.none());
        Network other = network();
        Updater otherUpdater = new Updater(other, optimizer, GradientClipping.none())) {
      train(network, updater, 0, 4);
      try (var weights = network.snapshot();
          var state = updater.snapshot()) {
        assertThat(state.steps()).isEqualTo(4);
        train(network, updater, 4, 8);
        straight = everything(network, updater);
        network.restore(weights);
        updater.restore(state);
        assertThat(updater.steps()).isEqualTo(4);
        train(network, updater, 4, 8);
        repeated = everything(network, updater);
        other.restore(weights);
        otherUpdater.restore(state);
        train(other, otherUpdater, 4, 8);
        elsewhere = everything(other, otherUpdater);
      }
    }
    assertBitEqual(repeated, straight);
    assertBitEqual(elsewhere, straight);
  }

  private static void assertBitEqual(List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void aRateOfZeroMovesNothing() {
    try (Network network = network();
        Updater updater =
            new Updater(network, optimizer(WeightDecay.ofAll(0.1)), GradientClipping.none())) {
      float[] before = network.parameter("fc.weight").value().toFloats();
      train(network, updater, 0, 0.0);
      assertThat(network.parameter("fc.weight").value().toFloats()).isEqualTo(before);
    }
  }

  @Test
  void decayLeavesBiasesAndNormsAloneWhenToldSo() {
    try (Network network = network();
        Updater updater =
            new Updater(network, optimizer(WeightDecay.ofWeights(0.5)), GradientClipping.none())) {
      float[] weights = network.parameter("fc.weight").value().toFloats();
      // Gradients are zero before the first backward computation: decay is all that moves.
      updater.step(RATE);
      assertThat(network.parameter("norm.weight").value().toFloats()).containsOnly(1);
      float[] decayed = network.parameter("fc.weight").value().toFloats();
      for (int i = 0; i < weights.length; i++) {
        assertThat((decayed[i] - weights[i]) * weights[i]).as("towards zero").isNegative();
      }
    }
  }

  @Test
  void leaksNothing() {
    try (Network network = network()) {
      long before;
      try (Updater updater =
          new Updater(network, optimizer(WeightDecay.ofAll(0.1)), GradientClipping.byNorm(1))) {
        train(network, updater, 0, 2);
        before = network.kernels().memory().bytesHeld();
        train(network, updater, 2, 6);
        assertThat(network.kernels().memory().bytesHeld()).isEqualTo(before);
      }
      long arrays = optimizer(WeightDecay.none()).stateNames().size();
      assertThat(network.kernels().memory().bytesHeld())
          .isEqualTo(before - arrays * 4 * network.parameterCount());
    }
  }

  @Test
  void saysItsSettings() {
    assertThat(optimizer(WeightDecay.ofAll(0.125)).toString())
        .contains("weight decay 0.125")
        .doesNotContain("@");
    assertThat(optimizer(WeightDecay.ofAll(0.125)).weightDecay().coefficient()).isEqualTo(0.125);
    assertThat(optimizer(WeightDecay.none()).stateNames()).doesNotHaveDuplicates();
  }
}
