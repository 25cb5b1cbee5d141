package org.dsd4j.examples.study.grid;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.study.arm.Arm;
import org.dsd4j.study.task.StudyTask;

/**
 * A condition of a grid: a task and its arms.
 *
 * @param task the task
 * @param arms its arms
 */
record GridTask(StudyTask task, List<Arm> arms) {
  private static final String AUGMENTATION = "augmentation";

  /** The names of the settings that a condition can change. */
  static final Set<String> NAMES = new LinkedHashSet<>(GridData.NAMES);

  static {
    NAMES.addAll(List.of("model", "batch", "optimizer", "label-smoothing", AUGMENTATION));
    NAMES.addAll(GridPhases.NAMES);
    NAMES.addAll(List.of("rounds", "arms"));
  }

  /**
   * The task of these settings.
   *
   * @param settings those of the grid, changed by the condition
   */
  static GridTask of(String name, GridNode settings, GridSamples samples, boolean quick) {
    GridData data = new GridData(settings, samples, quick);
    GridModel model = GridModel.of(settings.needed("model"));
    GridOptimizer optimizer = GridOptimizer.of(settings.needed("optimizer"));
    GridPhases phases = GridPhases.of(quick ? quickly(settings) : settings);
    StudyTask.Builder task =
        StudyTask.builder(name)
            .network(() -> data.network(model, 0))
            .data(data::of)
            .loss(loss(settings))
            .optimizer(optimizer.optimizer())
            .batchSize(BatchSize.batchSize(settings.needed("batch").count()))
            .dense(phases.dense().epochs(), phases.dense().rate());
    augment(task, settings);
    GridArms arms = new GridArms(phases, optimizer, model, data);
    GridTask whole = new GridTask(task.build(), arms.of(settings.needed("arms")));
    settings.check(() -> whole.task.data(0));
    settings.needed("model").check(() -> whole.task.network(0).close());
    try (Network network = whole.task.network(0)) {
      arms.check(network);
    }
    return whole;
  }

  private static SoftmaxCrossEntropy loss(GridNode settings) {
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    return settings
        .field("label-smoothing")
        .map(node -> loss.labelSmoothing(node.number()))
        .orElse(loss);
  }

  private static void augment(StudyTask.Builder task, GridNode settings) {
    if (settings.field(AUGMENTATION).isEmpty()) {
      return;
    }
    GridNode node = settings.needed(AUGMENTATION);
    switch (node.word()) {
      case "none" -> {}
      case "crop-and-flip" -> task.augmentation(Augment.cropAndFlip(4));
      default -> throw node.error("none or crop-and-flip", "name one of them");
    }
  }

  private static GridNode quickly(GridNode settings) {
    GridNode quick = settings;
    for (String phase : GridPhases.NAMES) {
      quick = quick.with(phase, settings.needed(phase).with("epochs", 1));
    }
    return quick;
  }
}
