package org.dsd4j.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.evaluate.Passes;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkTail;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures a network for all cells of one parameter, batch by batch, so that each batch passes once
 * through what lies before that parameter.
 */
final class ParameterScan {
  private final Network network;
  private final Dataset data;
  private final BatchSize batchSize;
  private final Metric metric;
  private final ScanTime time;

  ParameterScan(Network network, Dataset data, BatchSize batchSize, Metric metric, ScanTime time) {
    this.network = network;
    this.data = data;
    this.batchSize = batchSize;
    this.metric = metric;
    this.time = time;
  }

  /** The curve of a parameter, which has its values and its mask again when this returns. */
  SensitivityCurve of(PrunedCells cells) {
    Parameter parameter = cells.parameter();
    int size = Math.toIntExact(parameter.shape().elements());
    List<SensitivityCurve.PrunedPoint> points = List.of();
    if (!time.isUp()) {
      Optional<Mask> before = parameter.mask();
      try (INDArray weights = parameter.value().toArray()) {
        try {
          points = measure(cells, weights);
        } finally {
          parameter.value().set(weights);
          before.ifPresentOrElse(parameter::setMask, parameter::dropMask);
        }
      }
    }
    return new SensitivityCurve(parameter.name(), size, points);
  }

  /** A point for each cell; none if the time is up before the last batch. */
  private List<SensitivityCurve.PrunedPoint> measure(PrunedCells cells, INDArray weights) {
    List<Mask> masks = cells.masks();
    List<Metric.Running> running = masks.stream().map(mask -> metric.start()).toList();
    Parameter parameter = cells.parameter();
    // Batches of sequences differ in their extents, for which the whole network makes its plans.
    Optional<NetworkTail> tail =
        data.spec().hasLengths() ? Optional.empty() : NetworkTail.of(network, parameter.layer());
    int first = 0;
    try (DataLoader loader = DataLoader.builder(data, batchSize).build();
        EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        try (ScannedBatch scanned = new ScannedBatch(network, tail, batch)) {
          for (int cell = 0; cell < masks.size(); cell++) {
            if (time.isUp()) {
              return List.of();
            }
            prune(parameter, weights, masks.get(cell));
            Passes.predicted(first, batch, scanned.forward()).addTo(metric, running.get(cell));
          }
        }
        first += batch.size();
      }
    }
    List<SensitivityCurve.PrunedPoint> points = new ArrayList<>();
    for (int cell = 0; cell < masks.size(); cell++) {
      int pruned = masks.get(cell).size() - masks.get(cell).keptCount();
      points.add(
          new SensitivityCurve.PrunedPoint(
              cells.sparsity(cell), pruned, running.get(cell).value()));
    }
    return points;
  }

  private void prune(Parameter parameter, INDArray weights, Mask mask) {
    parameter.value().set(weights);
    parameter.setMask(mask);
    Tensor value = parameter.value();
    Expression masked =
        Expression.of(value).times(Expression.of(parameter.maskTensor().orElseThrow()));
    network.kernels().elementwise().run(List.of(new Assignment(value, masked)));
  }
}
