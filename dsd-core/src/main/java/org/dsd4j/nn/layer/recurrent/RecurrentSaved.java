package org.dsd4j.nn.layer.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.kernel.Recurrent;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Shape;

/** The tensors that recurrent layers save for their backward computation. */
final class RecurrentSaved {
  private final RecurrentCell cell;
  private final RecurrentSettings settings;

  RecurrentSaved(RecurrentCell cell, RecurrentSettings settings) {
    this.cell = cell;
    this.settings = settings;
  }

  /** The tensor that the kernels save for a layer and direction. */
  static String steps(int layer, int direction) {
    return "steps." + RecurrentParameters.suffix(layer, direction);
  }

  /** The output of a layer for the next, after dropout. */
  static String output(int layer) {
    return "output.l" + layer;
  }

  /** The factors of its dropout. */
  static String mask(int layer) {
    return "mask.l" + layer;
  }

  /** The factors for one step, if all have the same. */
  static String maskOfStep(int layer) {
    return "mask of a step.l" + layer;
  }

  /** The gradient of a layer's output for the next; two tensors take turns. */
  static String gradient(int layer) {
    return "gradient." + layer % 2;
  }

  List<SavedSpec> declare(Shape input, Recurrent kernels) {
    RecurrentSettings.Stack stack = settings.stack();
    Shape between = input.withLast(stack.width());
    List<SavedSpec> specs = new ArrayList<>();
    for (int layer = 0; layer < stack.layers(); layer++) {
      Shape read = layer == 0 ? input : between;
      for (int direction = 0; direction < stack.directions(); direction++) {
        Shape kept = kernels.savedShape(cell, read, stack.hidden());
        specs.add(SavedSpec.statistic(steps(layer, direction), kept));
      }
      if (layer < stack.layers() - 1) {
        addBetween(layer, between, specs);
      }
    }
    return specs;
  }

  private void addBetween(int layer, Shape between, List<SavedSpec> specs) {
    specs.add(new SavedSpec(output(layer), between));
    if (settings.between().rate() > 0) {
      // As images, so that one step may be resampled to all.
      int samples = between.extent(0);
      specs.add(
          new SavedSpec(mask(layer), Shape.of(samples, between.extent(1), 1, between.last())));
      if (settings.between().sameAtEachStep()) {
        specs.add(new SavedSpec(maskOfStep(layer), Shape.of(samples, 1, 1, between.last())));
      }
    }
    if (layer < 2) {
      specs.add(new SavedSpec(gradient(layer), between));
    }
  }
}
