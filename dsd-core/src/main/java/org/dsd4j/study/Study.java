package org.dsd4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.dsd4j.internal.Check;
import org.dsd4j.study.arm.Arm;
import org.dsd4j.study.arm.CellMeasure;
import org.dsd4j.study.arm.StopSignal;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.RowFile;
import org.dsd4j.study.row.StudyStage;
import org.dsd4j.study.task.StudyTask;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.jspecify.annotations.Nullable;

/**
 * Trains arms × seeds of one or more tasks, and says what each arm gains over the control and
 * whether that is luck.
 *
 * <p>The arms of a seed are paired: they have the same initial weights, data, noise and order, and
 * share the dense phase. Seeds that screen choose one arm of each family by the validation part;
 * other seeds confirm, and only they are measured on the test part. Every finished cell is on disk;
 * {@link #run} in the same folder goes on behind them, and ends with the same rows to the bit.
 *
 * <pre>{@code
 * Study study =
 *     Study.builder()
 *         .task(task, new DenseArm(), new ControlArm(phases), DsdArm.of("DSD 95 %", phases),
 *             new StoppedEarlyArm())
 *         .seeds(10)
 *         .folder(Path.of("study"))
 *         .build();
 * System.out.println(study.run());
 * }</pre>
 */
public final class Study {
  /** Enough samples for an accuracy of a half to be measured to about 10 points. */
  private static final int FEWEST_VALIDATION_SAMPLES = 25;

  private final StudyPlan plan;
  private final Path folder;
  private final StudyExecutor executor;
  private final List<CellMeasure> measures;
  private final List<StudyListener> listeners;
  private final StopSignal stop = new StopSignal();

  private Study(StudyPlan plan, Path folder, Builder builder) {
    this.plan = plan;
    this.folder = folder;
    this.executor = builder.executor == null ? LocalExecutor.usual() : builder.executor;
    this.measures = List.copyOf(builder.measures);
    this.listeners = List.copyOf(builder.listeners);
  }

  /** A builder for the settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Trains the cells that have no row in the folder yet.
   *
   * @throws IllegalArgumentException if the folder has a study with other settings, or a task's
   *     data do not fit; before anything is trained
   * @throws org.dsd4j.data.CorruptDataException if the folder's rows are damaged
   * @throws TrainingStoppedException if the study was stopped; run it again to go on
   */
  public StudyResult run() {
    StudyFolder files = StudyFolder.open(folder, plan.description());
    RowFile rows = files.rows();
    StudyProgress progress = new StudyProgress(plan, listeners);
    try {
      for (StudyStage stage : StudyStage.values()) {
        executor.run(plan.units(stage), unit -> train(unit, files, progress));
      }
    } catch (TrainingStoppedException e) {
      throw new TrainingStoppedException(
          "stopped with "
              + rows.rows().size()
              + " of "
              + plan.size(rows.rows())
              + " cells finished",
          "run the study again in " + folder + " to go on");
    }
    rows.replace(plan.sorted(rows.rows()));
    CellFolders.delete(files.cells());
    return StudyResult.of(files.description(), rows.rows());
  }

  private void train(StudyUnit unit, StudyFolder files, StudyProgress progress) {
    RowFile rows = files.rows();
    List<CellRow> known = rows.rows();
    Set<CellRow.Cell> finished = new HashSet<>();
    known.forEach(row -> finished.add(row.cell()));
    List<Arm> missing =
        plan.arms(unit, known).stream()
            .filter(arm -> !finished.contains(StudyPlan.cell(unit, arm)))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    if (stop.isStopped()) {
      throw new TrainingStoppedException("stopped before " + unit, "run the study again to go on");
    }
    new UnitRun(plan.task(unit.task()), unit, files.cells(), measures, stop)
        .train(
            missing,
            row -> {
              rows.add(row);
              progress.finished(row, rows.rows());
            });
  }

  /** Ends the study after the current steps, from any thread; {@link #run} then throws. */
  public void stop() {
    stop.stop();
  }

  /** The settings of a {@link Study}. */
  public static final class Builder {
    private final Map<StudyTask, List<Arm>> arms = new LinkedHashMap<>();
    private List<Long> screening = List.of();
    private List<Long> confirming = List.of();
    private @Nullable Path folder;
    private @Nullable StudyExecutor executor;
    private final List<CellMeasure> measures = new ArrayList<>();
    private final List<StudyListener> listeners = new ArrayList<>();

    private Builder() {}

    /** Adds a task with its arms, of which one must be a control. */
    public Builder task(StudyTask task, Arm... arms) {
      return task(task, List.of(arms));
    }

    /** Adds a task with its arms, of which one must be a control. */
    public Builder task(StudyTask task, List<Arm> ofTask) {
      Check.argument(
          arms.keySet().stream().noneMatch(known -> known.name().equals(task.name())),
          "tasks",
          "one of each name",
          "a second '" + task.name() + "'",
          "rename it");
      arms.put(task, StudyChecks.arms(task, ofTask));
      return this;
    }

    /** Sets the number of seeds that compare: 0, 1, ..., behind those that screen. */
    public Builder seeds(int count) {
      Check.positive("seeds", count);
      this.confirming = LongStream.range(0, count).boxed().toList();
      return this;
    }

    /** Sets the seeds that compare. */
    public Builder seeds(List<Long> seeds) {
      this.confirming = List.copyOf(seeds);
      return this;
    }

    /** Sets the seeds that screen; no arm is measured on the test part with them. */
    public Builder screeningSeeds(List<Long> seeds) {
      this.screening = List.copyOf(seeds);
      return this;
    }

    /** Sets the folder of rows and checkpoints; it is created if it does not exist. */
    public Builder folder(Path folder) {
      this.folder = Check.once("folder", this.folder, folder);
      return this;
    }

    /** Sets where cells are trained; side by side in this process by default. */
    public Builder executor(StudyExecutor executor) {
      this.executor = Check.once("executor", this.executor, executor);
      return this;
    }

    /** Adds a measure of every cell. */
    public Builder measure(CellMeasure measure) {
      measures.add(Check.given("measure", measure));
      return this;
    }

    /** Adds a listener. */
    public Builder listener(StudyListener listener) {
      listeners.add(Check.given("listener", listener));
      return this;
    }

    /**
     * Checks all settings.
     *
     * @throws IllegalArgumentException if one is missing or does not fit; the message says what to
     *     do
     */
    public Study build() {
      Path given = Check.given("folder of the study", folder);
      Check.argument(!arms.isEmpty(), "tasks", "at least one", "none", "call .task(task, arms...)");
      StudyChecks.seeds(screening, confirming);
      StudyPlan plan = new StudyPlan(new LinkedHashMap<>(arms), screening, confirming);
      for (StudyTask task : arms.keySet()) {
        StudyChecks.validation(task, plan.confirming().get(0), FEWEST_VALIDATION_SAMPLES);
      }
      return new Study(plan, given, this);
    }
  }
}
