package org.dsd4j.nn.layer.recurrent;

import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Recurrent.Channels;
import org.dsd4j.kernel.Recurrent.Gradients;
import org.dsd4j.kernel.Recurrent.InputGradient;
import org.dsd4j.kernel.Recurrent.OutputGradients;
import org.dsd4j.kernel.Recurrent.States;
import org.dsd4j.kernel.Recurrent.Sweep;
import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The gradients of recurrent layers: from the last layer to the first. */
final class RecurrentBackward {
  private final RecurrentCell cell;
  private final RecurrentSettings settings;
  private final BackwardPass pass;
  private final int lowest;

  RecurrentBackward(RecurrentCell cell, RecurrentSettings settings, BackwardPass pass) {
    this.cell = cell;
    this.settings = settings;
    this.pass = pass;
    this.lowest = lowestWanted();
  }

  /** The lowest layer that needs a gradient; the number of layers if none does. */
  private int lowestWanted() {
    if (pass.inputGradient() != null) {
      return 0;
    }
    for (int layer = 0; layer < settings.stack().layers(); layer++) {
      if (wantsInitial() || wantsWeights(layer)) {
        return layer;
      }
    }
    return settings.stack().layers();
  }

  private boolean wantsInitial() {
    for (int input = 1; input < pass.inputs(); input++) {
      if (pass.inputGradient(input) != null) {
        return true;
      }
    }
    return false;
  }

  private boolean wantsWeights(int layer) {
    for (int direction = 0; direction < settings.stack().directions(); direction++) {
      WeightGradients wanted = RecurrentWeights.gradients(pass, settings, layer, direction);
      if (wanted.input() != null
          || wanted.hidden() != null
          || wanted.inputBias() != null
          || wanted.hiddenBias() != null) {
        return true;
      }
    }
    return false;
  }

  void run() {
    for (int layer = settings.stack().layers() - 1; layer >= lowest; layer--) {
      for (int direction = 0; direction < settings.stack().directions(); direction++) {
        sweep(layer, direction);
      }
      if (layer > lowest && RecurrentForward.drops(settings, pass)) {
        drop(layer - 1);
      }
    }
  }

  private void sweep(int layer, int direction) {
    Tensor ofInput = inputGradient(layer);
    pass.kernels()
        .recurrent()
        .backward(
            new Sweep(cell, pass.lengths(), direction == 1),
            RecurrentForward.input(pass, layer),
            RecurrentWeights.of(pass, settings, layer, direction),
            pass.saved(RecurrentSaved.steps(layer, direction)),
            given(layer, direction),
            new Gradients(
                ofInput == null ? null : new InputGradient(ofInput, direction == 1),
                RecurrentWeights.gradients(pass, settings, layer, direction),
                initial(layer, direction)));
  }

  private @Nullable Tensor inputGradient(int layer) {
    if (layer == 0) {
      return pass.inputGradient();
    }
    return layer == lowest ? null : pass.saved(RecurrentSaved.gradient(layer - 1));
  }

  private OutputGradients given(int layer, int direction) {
    int from = direction * settings.stack().hidden();
    if (layer < settings.stack().layers() - 1) {
      Tensor between = pass.saved(RecurrentSaved.gradient(layer));
      return new OutputGradients(new Channels(between, from), States.NONE);
    }
    Tensor upstream = pass.outputGradient();
    return settings.ends().lastState()
        ? new OutputGradients(null, new States(upstream, null, from))
        : new OutputGradients(new Channels(upstream, from), States.NONE);
  }

  private States initial(int layer, int direction) {
    return pass.inputs() == 1
        ? States.NONE
        : new States(
            pass.inputGradient(1),
            cell.hasCell() ? pass.inputGradient(2) : null,
            RecurrentWeights.firstChannel(settings, layer, direction));
  }

  private void drop(int layer) {
    Tensor gradient = pass.saved(RecurrentSaved.gradient(layer));
    Tensor mask = pass.saved(RecurrentSaved.mask(layer));
    pass.kernels()
        .elementwise()
        .assign(gradient, Expression.of(gradient).times(Expression.of(mask)));
  }
}
