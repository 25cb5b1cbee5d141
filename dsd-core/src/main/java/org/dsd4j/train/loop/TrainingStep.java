package org.dsd4j.train.loop;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.dsd4j.data.Batch;
import org.dsd4j.evaluate.Passes;
import org.dsd4j.evaluate.TargetTensors;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.Memory;
import org.dsd4j.loss.Loss;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.listen.NonFiniteLossException;

/**
 * Takes training steps, each on one batch: forward, loss, backward, update. Trainers use it, and
 * custom loops can too.
 *
 * <pre>{@code
 * try (Updater updater = new Updater(network, Sgd.momentum(0.9), GradientClipping.byNorm(1));
 *     TrainingStep step = TrainingStep.of(network, new SoftmaxCrossEntropy(), updater)) {
 *   double loss = step.take(batch, 0.01, Seed.of(1)).loss();
 * }
 * }</pre>
 *
 * <p>Life cycle: made for a network and its updater; any number of steps; closed before both. One
 * thread at a time, as with the network itself.
 */
public final class TrainingStep implements AutoCloseable {
  private final Network network;
  private final Objective objective;
  private final DoubleConsumer update;
  private final TargetTensors targets;
  private final Optional<KeptStatistics> statistics;
  private long steps;

  /**
   * Steps of an objective.
   *
   * @param update uses the gradients, at a learning rate: {@link Updater#step}, or nothing if only
   *     the gradients are needed
   * @param goesOn whether training continues after a step that is not finite: then the step is
   *     checked before the update, and statistics, which alone have changed by then, are restored
   * @hidden
   */
  @Internal
  public TrainingStep(Network network, Objective objective, DoubleConsumer update, boolean goesOn) {
    this.network = network;
    this.objective = objective;
    this.update = update;
    this.targets = new TargetTensors(network);
    this.statistics = goesOn ? Optional.of(new KeptStatistics(network)) : Optional.empty();
  }

  /**
   * Steps that minimise a loss of the network's main output.
   *
   * @param updater the network's updater, which the caller closes
   */
  public static TrainingStep of(Network network, Loss loss, Updater updater) {
    return new TrainingStep(network, Objective.of(network, loss), updater::step, true);
  }

  /**
   * A step that was taken.
   *
   * @param loss the objective's value on the batch, before the update
   * @param losses each output's
   */
  public record Taken(double loss, List<LossSum> losses) {
    @Override
    public String toString() {
      return "loss " + Numerals.rounded(loss);
    }
  }

  /**
   * Takes a step on a batch. Targets are not checked; use {@link Loss#checkTarget}.
   *
   * @param batch the samples and their targets
   * @param learningRate the rate of this step
   * @param randomness the source of randomness, such as for dropout; a different one for each step
   * @throws NonFiniteLossException if the loss, a gradient or a statistic is not finite; then
   *     nothing is changed
   */
  public Taken take(Batch batch, double learningRate, Seed randomness) {
    long number = ++steps;
    return take(batch, learningRate, randomness, () -> "step " + number);
  }

  /** Takes a step that messages call {@code place}. */
  Taken take(Batch batch, double learningRate, Seed randomness, Supplier<String> place) {
    return network.exclusively(
        () -> {
          statistics.ifPresent(KeptStatistics::keep);
          try {
            // Computes every output. Dropout draws, batch norm moves its running statistics.
            NetworkPass pass = Passes.begin(network, Mode.TRAINING, batch);
            pass.forward(randomness);
            // Each loss leaves its gradient at its output, from where backward starts.
            List<LossSum> losses = objective.evaluateWithGradients(pass, targets.of(batch));
            double loss = objective.total(losses);
            requireFinite(loss, pass, learningRate, place);
            // Leaves the gradient of every parameter that is trained.
            pass.backward();
            requireFiniteGradients(learningRate, place);
            // Updater.step: multiplies gradients by the masks, clips them, moves the weights by the
            // optimizer's rule, which has the weight decay, and multiplies weights and the
            // optimizer's state by the masks.
            update.accept(learningRate);
            return new Taken(loss, losses);
          } catch (NonFiniteLossException e) {
            statistics.ifPresent(KeptStatistics::putBack);
            throw e;
          }
        });
  }

  private static void requireFinite(
      double loss, NetworkPass pass, double learningRate, Supplier<String> place) {
    if (!Double.isFinite(loss)) {
      String first = pass.firstNonFinite().orElse("the loss itself");
      throw NonFiniteLossException.ofLoss(loss, first, place.get(), learningRate);
    }
  }

  private void requireFiniteGradients(double learningRate, Supplier<String> place) {
    Optional<String> lost = statistics.flatMap(this::firstNonFinite);
    if (lost.isPresent()) {
      throw NonFiniteLossException.of(lost.get(), place.get(), learningRate);
    }
  }

  /** A ReLU can turn NaN into 0 before the loss, and a large batch can overflow a variance. */
  private Optional<String> firstNonFinite(KeptStatistics kept) {
    Memory memory = network.kernels().memory();
    return kept.firstNonFinite()
        .or(
            () ->
                network.parameters().stream()
                    .filter(Parameter::isTrained)
                    .filter(parameter -> !memory.allFinite(parameter.gradient()))
                    .map(parameter -> "the gradient of '" + parameter.name() + "'")
                    .findFirst());
  }

  @Override
  public void close() {
    statistics.ifPresent(KeptStatistics::close);
    targets.close();
  }
}
