package org.dsd4j.nn.layer.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;

/** The parameters of recurrent layers, in PyTorch's names and order, and the carried states. */
final class RecurrentParameters {
  private static final String HIDDEN = "carried_hidden";
  private static final String CELL = "carried_cell";
  private static final String BEFORE = "_before";

  private final RecurrentCell cell;
  private final RecurrentSettings settings;
  private final Optional<Double> forgetBias;

  RecurrentParameters(RecurrentCell cell, RecurrentSettings settings, Optional<Double> forgetBias) {
    this.cell = cell;
    this.settings = settings;
    this.forgetBias = forgetBias;
  }

  /** The name of a layer and direction: {@code l0}, {@code l0_reverse}, {@code l1}, … */
  static String suffix(int layer, int direction) {
    return "l" + layer + (direction == 0 ? "" : "_reverse");
  }

  static String inputWeight(int layer, int direction) {
    return "weight_ih_" + suffix(layer, direction);
  }

  static String hiddenWeight(int layer, int direction) {
    return "weight_hh_" + suffix(layer, direction);
  }

  static String inputBias(int layer, int direction) {
    return "bias_ih_" + suffix(layer, direction);
  }

  static String hiddenBias(int layer, int direction) {
    return "bias_hh_" + suffix(layer, direction);
  }

  /**
   * The carried states, or the LSTM's cells: those that the latest batch ended with, or those that
   * it started with, from which it may have to be recomputed.
   */
  static String carried(boolean cell, boolean given) {
    return (cell ? CELL : HIDDEN) + (given ? BEFORE : "");
  }

  List<ParameterSpec> declare(int inputs) {
    RecurrentSettings.Stack stack = settings.stack();
    List<ParameterSpec> specs = new ArrayList<>();
    for (int layer = 0; layer < stack.layers(); layer++) {
      for (int direction = 0; direction < stack.directions(); direction++) {
        addOf(layer, direction, layer == 0 ? inputs : stack.width(), specs);
      }
    }
    if (settings.ends().carried() > 0) {
      addCarried(false, specs);
      if (cell.hasCell()) {
        addCarried(true, specs);
      }
    }
    return specs;
  }

  private void addOf(int layer, int direction, int inputs, List<ParameterSpec> specs) {
    RecurrentSettings.Stack stack = settings.stack();
    int rows = cell.gates() * stack.hidden();
    Initializer usual = Initializer.uniform(1 / Math.sqrt(stack.hidden()));
    specs.add(
        new ParameterSpec(
            inputWeight(layer, direction), Shape.of(rows, inputs), Role.RECURRENT_WEIGHT, usual));
    specs.add(
        new ParameterSpec(
            hiddenWeight(layer, direction),
            Shape.of(rows, stack.hidden()),
            Role.RECURRENT_WEIGHT,
            usual));
    if (stack.bias()) {
      Shape shape = Shape.of(rows);
      Initializer ofInput = forgetBias.map(bias -> forgetting(usual, bias)).orElse(usual);
      Initializer ofState = forgetBias.map(bias -> forgetting(usual, 0)).orElse(usual);
      specs.add(new ParameterSpec(inputBias(layer, direction), shape, Role.BIAS, ofInput));
      specs.add(new ParameterSpec(hiddenBias(layer, direction), shape, Role.BIAS, ofState));
    }
  }

  /** The usual values except for the second gate. */
  private Initializer forgetting(Initializer usual, double value) {
    int hidden = settings.stack().hidden();
    return (values, shape, random) -> {
      usual.fill(values, shape, random);
      java.util.Arrays.fill(values, hidden, 2 * hidden, (float) value);
    };
  }

  private void addCarried(boolean ofCell, List<ParameterSpec> specs) {
    RecurrentSettings.Stack stack = settings.stack();
    Shape shape = Shape.of(settings.ends().carried(), stack.states() * stack.hidden());
    for (boolean given : new boolean[] {false, true}) {
      specs.add(
          new ParameterSpec(
              carried(ofCell, given), shape, Role.CARRIED_STATE, Initializer.constant(0)));
    }
  }
}
