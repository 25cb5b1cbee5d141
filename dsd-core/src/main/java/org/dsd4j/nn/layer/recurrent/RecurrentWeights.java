package org.dsd4j.nn.layer.recurrent;

import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Pass;

/** The parameters of a pass that belong to one layer and direction of recurrent layers. */
final class RecurrentWeights {
  private RecurrentWeights() {}

  static Weights of(Pass pass, RecurrentSettings settings, int layer, int direction) {
    boolean bias = settings.stack().bias();
    return new Weights(
        pass.parameter(RecurrentParameters.inputWeight(layer, direction)),
        pass.parameter(RecurrentParameters.hiddenWeight(layer, direction)),
        bias ? pass.parameter(RecurrentParameters.inputBias(layer, direction)) : null,
        bias ? pass.parameter(RecurrentParameters.hiddenBias(layer, direction)) : null);
  }

  static WeightGradients gradients(
      BackwardPass pass, RecurrentSettings settings, int layer, int direction) {
    boolean bias = settings.stack().bias();
    return new WeightGradients(
        pass.parameterGradient(RecurrentParameters.inputWeight(layer, direction)),
        pass.parameterGradient(RecurrentParameters.hiddenWeight(layer, direction)),
        bias ? pass.parameterGradient(RecurrentParameters.inputBias(layer, direction)) : null,
        bias ? pass.parameterGradient(RecurrentParameters.hiddenBias(layer, direction)) : null);
  }

  /** The index of the first channel of a layer and direction among a sample's states. */
  static int firstChannel(RecurrentSettings settings, int layer, int direction) {
    RecurrentSettings.Stack stack = settings.stack();
    return (layer * stack.directions() + direction) * stack.hidden();
  }
}
