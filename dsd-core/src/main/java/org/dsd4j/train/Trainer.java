package org.dsd4j.train;

import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.schedule.LearningRate;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network in one phase.
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.builder()
 *         .network(network)
 *         .loss(new SoftmaxCrossEntropy())
 *         .optimizer(Sgd.momentum(0.9))
 *         .training(data, batchSize(64))
 *         .validation(testData)
 *         .metric(new Accuracy())
 *         .epochs(epochs(10), learningRate(0.01).cosine())
 *         .build()
 *         .fit();
 * }</pre>
 */
public final class Trainer {
  private final TrainingSession session;
  private final PhasePlan plan;

  private Trainer(TrainingSession session, PhasePlan plan) {
    this.session = session;
    this.plan = plan;
  }

  /** Starts the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains. A trainer trains once; build another for another run.
   *
   * @throws NonFiniteLossException if the loss is not a finite number
   */
  public TrainingResult fit() {
    try (session) {
      Map<String, String> phase =
          Map.of("training", plan.epochs() + ", learning rate " + plan.learningRate());
      Provenance provenance = session.provenance(phase);
      PhaseRecord record = session.run(plan);
      return new TrainingResult(record, provenance);
    } finally {
      session.finish();
    }
  }

  /** The settings of a {@link Trainer}. */
  public static final class Builder extends TrainingBuilder<Builder> {
    private @Nullable PhasePlan plan;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** How long and at what rate. */
    public Builder epochs(Epochs epochs, LearningRate learningRate) {
      plan = Check.once("epochs", plan, new PhasePlan("training", epochs, learningRate, 0));
      return this;
    }

    /**
     * Checks all settings and builds the trainer.
     *
     * @throws IllegalArgumentException if a setting is missing or does not fit; the message says
     *     what was expected and what to do
     */
    public Trainer build() {
      PhasePlan phase = required("epochs", plan);
      return new Trainer(session(), phase);
    }
  }
}
