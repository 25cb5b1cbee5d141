package org.dsd4j.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.study.arm.Arm;
import org.dsd4j.study.arm.ArmRun;
import org.dsd4j.study.arm.CellMeasure;
import org.dsd4j.study.arm.SharedDense;
import org.dsd4j.study.arm.StopSignal;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.StudyStage;
import org.dsd4j.study.task.StudyData;
import org.dsd4j.study.task.StudyTask;
import org.dsd4j.train.listen.NonFiniteLossException;

/** Trains the cells of one unit that have no row yet. */
final class UnitRun {
  private static final BatchSize EVALUATED = BatchSize.batchSize(200);

  private final StudyTask task;
  private final StudyUnit unit;
  private final Path folder;
  private final List<CellMeasure> measures;
  private final StopSignal stop;

  UnitRun(StudyTask task, StudyUnit unit, Path cells, List<CellMeasure> measures, StopSignal stop) {
    this.task = task;
    this.unit = unit;
    this.folder = cells.resolve(fileName(unit.toString()));
    this.measures = measures;
    this.stop = stop;
  }

  /** Trains these arms and passes on a row after each. */
  void train(List<Arm> arms, Consumer<CellRow> finished) {
    StudyData data = task.data(unit.seed());
    Path dense = folder.resolve("dense");
    try (SharedDense shared = new SharedDense(task, data, unit.seed(), dense, stop)) {
      for (Arm arm : arms) {
        finished.accept(cell(arm, shared));
        CellFolders.delete(checkpoints(arm));
      }
    }
    CellFolders.delete(folder);
  }

  private CellRow cell(Arm arm, SharedDense shared) {
    CellRow.Cell cell = StudyPlan.cell(unit, arm);
    try (ArmRun run = new ArmRun(shared, checkpoints(arm))) {
      try {
        arm.train(run);
      } catch (NonFiniteLossException e) {
        return CellRow.failed(cell, String.valueOf(e.getMessage()), run.curve().size());
      }
      return row(cell, run);
    }
  }

  private Path checkpoints(Arm arm) {
    return folder.resolve(fileName(arm.name()));
  }

  private CellRow row(CellRow.Cell cell, ArmRun run) {
    Network network = run.network();
    Map<String, Double> values = new LinkedHashMap<>();
    measures.forEach(measure -> values.putAll(measure.of(run)));
    try (WeightSnapshot weights = network.snapshot()) {
      return new CellRow(
          cell,
          Optional.empty(),
          run.curve().size(),
          OptionalDouble.of(value(network, run.data().validation())),
          unit.stage() == StudyStage.CONFIRMING
              ? OptionalDouble.of(value(network, run.data().test()))
              : OptionalDouble.empty(),
          values,
          run.curve(),
          weights.sha256());
    }
  }

  private double value(Network network, Dataset part) {
    return Evaluator.of(network)
        .batchSize(EVALUATED)
        .workers(1)
        .evaluate(part, task.metric())
        .metric(task.metric().name());
  }

  /** A name for a folder: readable, and different for different texts. */
  private static String fileName(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    String readable = text.replaceAll("[^A-Za-z0-9]+", "-");
    return readable.substring(0, Math.min(60, readable.length()))
        + "-"
        + HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
