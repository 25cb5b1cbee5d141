package org.dsd4j.examples.study.grid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.dsd4j.internal.Check;
import org.dsd4j.study.Study;
import org.dsd4j.study.arm.CellMeasure;
import org.jspecify.annotations.Nullable;

/** A study as a grid file describes it. docs/studies.md lists all names. */
public final class StudyGrid {
  private static final long FIRST_SCREENING_SEED = 1000;
  private static final int QUICK_SEEDS = 2;

  private final String title;
  private final List<GridTask> tasks;
  private final List<CellMeasure> measures;
  private final int seeds;
  private final int screening;

  private StudyGrid(
      String title, List<GridTask> tasks, List<CellMeasure> measures, int seeds, int screening) {
    this.title = title;
    this.tasks = tasks;
    this.measures = measures;
    this.seeds = seeds;
    this.screening = screening;
  }

  /**
   * What a command line changes in a grid.
   *
   * @param data the place of the data in place of the grid's; null for the grid's
   * @param seeds the number of seeds that confirm in place of the grid's
   * @param quick whether to train one epoch a phase on few samples with two seeds
   */
  public record Changes(@Nullable Path data, OptionalInt seeds, boolean quick) {
    /** The grid as it is. */
    public static Changes none() {
      return new Changes(null, OptionalInt.empty(), false);
    }
  }

  /**
   * Reads a grid and its data, and checks all that can be checked before training.
   *
   * @throws IllegalArgumentException if a name or value does not fit; the message has the line
   * @throws org.dsd4j.data.CorruptDataException if the data are damaged
   */
  public static StudyGrid read(Path file, Changes changes) {
    GridNode root = GridReader.read(file);
    Set<String> names = new LinkedHashSet<>(List.of("title", "conditions"));
    names.addAll(GridTask.NAMES);
    names.addAll(List.of("measures", "seeds", "screening"));
    root.only(names);
    GridSamples samples = new GridSamples(file, changes.data());
    List<GridTask> tasks = new ArrayList<>();
    for (Map.Entry<String, GridNode> condition : root.needed("conditions").fields().entrySet()) {
      GridNode settings = changed(root, condition.getValue().only(GridTask.NAMES));
      tasks.add(GridTask.of(condition.getKey(), settings, samples, changes.quick()));
    }
    Check.argument(
        !tasks.isEmpty(), root.place(), "at least one condition", "none", "write clean: {}");
    int seeds = changes.quick() ? QUICK_SEEDS : root.needed("seeds").count();
    int screening = root.field("screening").map(GridNode::count).orElse(0);
    return new StudyGrid(
        root.needed("title").word(),
        tasks,
        root.field("measures").map(GridMeasures::of).orElse(List.of()),
        changes.seeds().orElse(seeds),
        changes.quick() ? Math.min(1, screening) : screening);
  }

  /** Of a phase, a condition may change the length alone; other values are replaced as a whole. */
  private static GridNode changed(GridNode root, GridNode condition) {
    GridNode settings = root.changedBy(condition);
    for (String phase : GridPhases.NAMES) {
      settings = settings.with(phase, root.needed(phase).changedBy(condition.orEmpty(phase)));
    }
    return settings;
  }

  /** The title. */
  public String title() {
    return title;
  }

  /** The study, of which folder, executor and listeners are open. */
  public Study.Builder study() {
    Study.Builder study = Study.builder().seeds(seeds);
    tasks.forEach(task -> study.task(task.task(), task.arms()));
    measures.forEach(study::measure);
    if (screening > 0) {
      study.screeningSeeds(
          LongStream.range(FIRST_SCREENING_SEED, FIRST_SCREENING_SEED + screening)
              .boxed()
              .toList());
    }
    return study;
  }
}
