package org.dsd4j.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.Loss;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;

/**
 * How flat the loss is around a network's weights:
 *
 * <pre>{@code
 * Flatness flatness = Flatness.of(network, new SoftmaxCrossEntropy(), training.drawn(1000, seed));
 * flatness.largestEigenvalue().value();                 // 41.2: how sharp the sharpest direction is
 * flatness.underWeightNoise(0.05, 10, seed).increase(); // how much 5 % of noise adds to the loss
 * }</pre>
 *
 * <p>The loss is the mean over the data of the main output's loss, in predictions: batch norms take
 * their running statistics, dropout drops nothing. Only weights that training moves count: none
 * that are frozen or that a mask holds at zero. Where layers can be scaled against each other,
 * eigenvalues depend on the scale (Dinh et al. 2017); noise that is relative to each parameter's
 * norm does so less.
 *
 * <p>Afterwards weights and statistics are what they were, to the bit. The gradients of parameters
 * are overwritten. One thread computes at a time, as with the network itself.
 */
public final class Flatness {
  private static final BatchSize USUAL_BATCH = BatchSize.batchSize(100);
  private static final double SINGLE_STEP = 1e-3;
  private static final double DOUBLE_STEP = 1e-5;

  private final Network network;
  private final Loss loss;
  private final Dataset dataset;
  private final BatchSize batchSize;

  private Flatness(Network network, Loss loss, Dataset dataset, BatchSize batchSize) {
    this.network = network;
    this.loss = loss;
    this.dataset = dataset;
    this.batchSize = batchSize;
  }

  /**
   * The flatness of a loss over these data, 100 samples at a time. A thousand samples are usual.
   *
   * @throws IllegalArgumentException if the network computes with bf16, which is too coarse for
   *     differences of gradients, or all of its parameters are frozen
   */
  public static Flatness of(Network network, Loss loss, Dataset dataset) {
    Check.given("network", network);
    Check.argument(
        network.activationType() == network.elementType(),
        "network whose flatness is measured",
        "activations of " + network.elementType(),
        network.activationType(),
        "build it with full precision and load the weights");
    Check.argument(
        network.parameters().stream().anyMatch(Parameter::isTrained),
        "network whose flatness is measured",
        "a parameter that is not frozen",
        "none",
        "unfreeze one");
    return new Flatness(
        network, Check.given("loss", loss), Check.given("data set", dataset), USUAL_BATCH);
  }

  /** The same with this many samples at a time; the result does not depend on it. */
  public Flatness batchSize(BatchSize size) {
    return new Flatness(network, loss, dataset, Check.given("batch size", size));
  }

  /** The same as {@link #largestEigenvalue(PowerIteration)} with usual settings. */
  public PowerIteration.Eigenvalue largestEigenvalue() {
    return largestEigenvalue(new PowerIteration());
  }

  /**
   * The largest eigenvalue of the loss's Hessian by power iteration.
   *
   * <p>The Hessian times v, of length 1, is (g(w + εv) − g(w − εv)) / 2ε by two gradients over all
   * data, with ε = ‖w‖ / 1,000 in single precision and ‖w‖ / 100,000 in double precision; 1 stands
   * for ‖w‖ where all weights are zero. On quadratic losses, single precision leaves an error below
   * 0.1 %. Kinks, as of ReLU, are averaged over the step.
   *
   * @throws IllegalArgumentException if a target does not suit the loss
   * @throws org.dsd4j.tensor.ShapeException if the samples do not fit the network
   * @throws IllegalStateException if the loss or its gradient is not finite
   */
  public PowerIteration.Eigenvalue largestEigenvalue(PowerIteration iteration) {
    LossSurface surface = new LossSurface(network, loss, dataset, batchSize);
    return surface.restoring(
        () -> {
          requireFinite(surface.loss(), "the loss");
          double[] weights = surface.weights();
          double norm = requireFinite(DoubleVectors.norm(weights), "the norm of the weights");
          double step = relativeStep() * (norm > 0 ? norm : 1);
          return iteration.run(
              surface.free(), direction -> product(surface, weights, direction, step));
        });
  }

  /** How far weights are moved for a difference, relative to their norm. */
  private double relativeStep() {
    return network.elementType() == ElementType.FLOAT64 ? DOUBLE_STEP : SINGLE_STEP;
  }

  /** The Hessian times a direction of length 1: (g(w + εv) − g(w − εv)) / 2ε. */
  private static double[] product(
      LossSurface surface, double[] weights, double[] direction, double step) {
    surface.moveTo(DoubleVectors.plus(weights, direction, step));
    double[] ahead = surface.gradient();
    surface.moveTo(DoubleVectors.plus(weights, direction, -step));
    double[] behind = surface.gradient();
    double[] product = DoubleVectors.times(DoubleVectors.plus(ahead, behind, -1), 1 / (2 * step));
    requireFinite(DoubleVectors.norm(product), "its gradient");
    return product;
  }

  /**
   * The loss where the weights are.
   *
   * @param loss the loss of the weights as they are
   * @param mean the mean loss over the draws of noise
   * @param deviation its standard deviation over the draws; 0 of one
   * @param draws the loss under each draw
   */
  public record UnderNoise(double loss, double mean, double deviation, List<Double> draws) {
    /** Copies the list. */
    public UnderNoise {
      draws = List.copyOf(draws);
    }

    /** How much noise adds to the loss on average. */
    public double increase() {
      return mean - loss;
    }

    /** For example {@code loss 0.1234, under noise 0.1567 ± 0.0123}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "loss %.4f, under noise %.4f ± %.4f", loss, mean, deviation);
    }
  }

  /**
   * The loss under normal noise in the weights: that of each parameter, such as the weights of a
   * layer, is expected to have {@code relative} times the parameter's norm.
   *
   * @param relative the size of the noise, such as 0.05
   * @param draws how many times noise is drawn, at least 1
   * @param seed the seed of the draws
   * @throws IllegalArgumentException if a target does not suit the loss, or an argument is out of
   *     range
   * @throws org.dsd4j.tensor.ShapeException if the samples do not fit the network
   * @throws IllegalStateException if a loss is not finite
   */
  public UnderNoise underWeightNoise(double relative, int draws, Seed seed) {
    Check.notNegative("relative size of weight noise", relative);
    Check.positive("draws of weight noise", draws);
    LossSurface surface = new LossSurface(network, loss, dataset, batchSize);
    return surface.restoring(
        () -> {
          double still = requireFinite(surface.loss(), "the loss");
          double[] weights = surface.weights();
          requireFinite(DoubleVectors.norm(weights), "the norm of the weights");
          double[] free = surface.free();
          List<Double> losses = new ArrayList<>();
          for (int draw = 0; draw < draws; draw++) {
            double[] noise = surface.noise(weights, free, seed.derive("weight noise").derive(draw));
            surface.moveTo(DoubleVectors.plus(weights, noise, relative));
            losses.add(requireFinite(surface.loss(), "the loss under noise"));
          }
          return summary(still, losses);
        });
  }

  private static UnderNoise summary(double still, List<Double> losses) {
    double mean = losses.stream().mapToDouble(Double::doubleValue).sum() / losses.size();
    double squares = losses.stream().mapToDouble(loss -> (loss - mean) * (loss - mean)).sum();
    double deviation = losses.size() == 1 ? 0 : Math.sqrt(squares / (losses.size() - 1));
    return new UnderNoise(still, mean, deviation, losses);
  }

  private static double requireFinite(double value, String what) {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException(
          Check.message(
              what + " whose flatness is measured",
              "a finite number",
              value,
              "look at the weights and samples, or take less noise"));
    }
    return value;
  }
}
