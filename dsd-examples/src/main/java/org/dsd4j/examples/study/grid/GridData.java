package org.dsd4j.examples.study.grid;

import java.util.Set;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.condition.ClassImbalance;
import org.dsd4j.data.condition.InputNoise;
import org.dsd4j.data.condition.LabelNoise;
import org.dsd4j.data.condition.Subset;
import org.dsd4j.data.condition.UselessInputs;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.study.task.StudyData;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * The data of a task for each seed: training samples are drawn, a validation part is split from
 * them, and both come under the condition. Of the test part, only useless inputs are a condition.
 */
final class GridData {
  /** The names of the settings that are read here. */
  static final Set<String> NAMES =
      GridOptimizer.names(
          "data",
          "folder",
          "training",
          "test",
          "validation",
          "label-noise",
          "pair-noise",
          "per-class",
          "long-tail",
          "useless-inputs",
          "input-noise");

  private static final double USUAL_VALIDATION = 0.1;

  /** Independent of the seeds, so that all are measured on the same samples. */
  private static final Seed TEST = Seed.of(0);

  private final GridNode settings;
  private final Dataset training;
  private final Dataset test;
  private final boolean quick;

  GridData(GridNode settings, GridSamples samples, boolean quick) {
    this.settings = settings;
    this.quick = quick;
    GridSamples.Parts parts = samples.of(settings);
    this.training = parts.training();
    this.test = drawn(parts.test(), "test", QUICK_TEST, TEST);
  }

  private static final int QUICK_TEST = 200;
  private static final int QUICK_TRAINING = 300;

  /** The data of a seed. */
  StudyData of(Seed seed) {
    Dataset whole = training;
    if (settings.field("per-class").isPresent()) {
      whole = Subset.perClass(whole, settings.needed("per-class").count(), seed);
    }
    if (settings.field("long-tail").isPresent()) {
      whole = ClassImbalance.longTail(whole, settings.needed("long-tail").number(), seed);
    }
    Dataset drawn = drawn(whole, "training", QUICK_TRAINING, seed.derive("training"));
    double share = settings.field("validation").map(GridNode::number).orElse(USUAL_VALIDATION);
    StudyData parts = StudyData.of(drawn, share, test, seed);
    if (settings.field("useless-inputs").isPresent()) {
      parts = withUselessInputs(parts, settings.needed("useless-inputs").count(), seed);
    }
    return parts.changed(seed, this::noisy);
  }

  private Dataset drawn(Dataset whole, String name, int quickSize, Seed seed) {
    int asked = settings.field(name).map(GridNode::count).orElse(whole.size());
    if (asked > whole.size()) {
      throw settings
          .needed(name)
          .error("at most the " + whole.size() + " samples that there are", "take fewer");
    }
    int size = quick ? Math.min(asked, quickSize) : asked;
    return size == whole.size() ? whole : whole.drawn(size, seed);
  }

  private static StudyData withUselessInputs(StudyData parts, int count, Seed seed) {
    Seed own = seed.derive("useless inputs");
    return new StudyData(
        UselessInputs.of(parts.training(), count, own.derive("training")),
        UselessInputs.of(parts.validation(), count, own.derive("validation")),
        UselessInputs.of(parts.test(), count, own.derive("test")));
  }

  /** Labels are the last to change, so that measures know the wrong ones. */
  private Dataset noisy(Dataset part, Seed seed) {
    Dataset noisy = part;
    if (settings.field("input-noise").isPresent()) {
      noisy = InputNoise.gaussian(noisy, settings.needed("input-noise").positive(), seed);
    }
    if (settings.field("label-noise").isPresent()) {
      return LabelNoise.symmetric(noisy, settings.needed("label-noise").number(), seed);
    }
    if (settings.field("pair-noise").isPresent()) {
      return LabelNoise.byPairs(noisy, settings.needed("pair-noise").number(), seed);
    }
    return noisy;
  }

  /** The network for these samples. */
  NetworkBuilder network(GridModel model, double dropout) {
    Shape shape = training.featureShape();
    Shape input =
        settings
            .field("useless-inputs")
            .map(node -> Shape.of(Math.toIntExact(shape.elements()) + node.count()))
            .orElse(shape);
    return model.network(input, training.classNames().size(), dropout);
  }
}
