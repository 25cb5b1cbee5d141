package org.dsd4j.train.loop;

import java.util.List;
import java.util.Optional;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.internal.Internal;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.LearningRateFactors;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Seed;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.NonFinitePolicy;

/**
 * The settings of a training run without its phases; checked as far as possible before it starts.
 *
 * @hidden
 */
@Internal
public record TrainingSettings(
    Network network,
    Objective objective,
    Optimizer optimizer,
    LearningRateFactors factors,
    GradientClipping clipping,
    Dataset training,
    BatchSize batchSize,
    SampleOrder order,
    Transform transform,
    BatchTransform batchTransform,
    Optional<Dataset> validation,
    List<Metric> metrics,
    Seed seed,
    int workers,
    NonFinitePolicy whenNotFinite,
    boolean statisticsAgain,
    Learner.Factory learner,
    List<TrainingListener> listeners) {

  /** A loader of the training data. */
  DataLoader trainingLoader() {
    return DataLoader.builder(training, batchSize)
        .transform(transform)
        .batchTransform(batchTransform)
        .seed(seed.derive("data"))
        .order(order)
        .workers(workers)
        .build();
  }

  /** Whether the run continues after a step that is not finite. */
  boolean goesOn() {
    return whenNotFinite.action() != NonFinitePolicy.Action.STOP;
  }

  /** The seed of a step's forward computation, such as for dropout. */
  Seed randomness(TrainingListener.Step at, int epochOfRun) {
    return seed.derive("step").derive(epochOfRun).derive(at.batch() - 1);
  }
}
