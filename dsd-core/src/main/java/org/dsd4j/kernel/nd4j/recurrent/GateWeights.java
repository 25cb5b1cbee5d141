package org.dsd4j.kernel.nd4j.recurrent;

import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.kernel.RecurrentSizes;
import org.dsd4j.kernel.nd4j.array.Nd4jTensor;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The rows of weights and biases that belong to one gate of a recurrent layer. */
final class GateWeights {
  private final Weights weights;
  private final int hidden;

  GateWeights(Weights weights, RecurrentSizes sizes) {
    this.weights = weights;
    this.hidden = sizes.hidden();
  }

  /** The weights of the input, [H, I]. */
  Tensor input(int gate) {
    return rows(weights.input(), gate);
  }

  /** The weights of the state, [H, H]. */
  Tensor hidden(int gate) {
    return rows(weights.hidden(), gate);
  }

  Epilogue inputBias(int gate) {
    return Epilogue.bias(part(weights.inputBias(), gate));
  }

  /** The weights of the state for all gates, [gates · H, H]. */
  Tensor hidden() {
    return weights.hidden();
  }

  /** The bias of the state for all gates. */
  Epilogue hiddenBias() {
    return Epilogue.bias(weights.hiddenBias());
  }

  ProductGradients inputGradients(WeightGradients wanted, int gate) {
    return new ProductGradients(
        null, rowsOrNone(wanted.input(), gate), part(wanted.inputBias(), gate));
  }

  ProductGradients hiddenGradients(WeightGradients wanted, int gate) {
    return new ProductGradients(
        null, rowsOrNone(wanted.hidden(), gate), part(wanted.hiddenBias(), gate));
  }

  private @Nullable Tensor rowsOrNone(@Nullable Tensor matrix, int gate) {
    return matrix == null ? null : rows(matrix, gate);
  }

  private Tensor rows(Tensor matrix, int gate) {
    return Nd4jTensor.rows(matrix, gate * hidden, hidden);
  }

  private @Nullable Tensor part(@Nullable Tensor vector, int gate) {
    return vector == null ? null : Nd4jTensor.part(vector, (long) gate * hidden, Shape.of(hidden));
  }
}
