package org.dsd4j.train.loop;

import java.util.List;
import java.util.Optional;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.BatchSize;
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
 * Everything that a training run needs but its phases; checked as far as one can before it starts.
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
    List<TrainingListener> listeners) {}
