package org.dsd4j.kernel.onednn.recurrent;

import java.util.List;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.jspecify.annotations.Nullable;

/** The steps of a gated recurrent unit; gates r, z, n and the third product of the state. */
record GruSteps(StepOperations operations, StepProducts products) implements CellSteps {
  @Override
  public void forward(
      StepRows.RowsOfStep step, List<Factor> weights, @Nullable OnednnTensor biases) {
    OnednnTensor r = step.gates().get(0);
    OnednnTensor z = step.gates().get(1);
    OnednnTensor n = step.gates().get(2);
    OnednnTensor q = step.gates().get(3);
    products.multiplyAndAdd(step.before(), weights.get(0), Squash.SIGMOID, r);
    products.multiplyAndAdd(step.before(), weights.get(1), Squash.SIGMOID, z);
    OnednnTensor bias = CellSteps.part(biases, 2, n.shape().last());
    products.multiply(step.before(), weights.get(2), bias, q);
    operations.multiplyAddAndSquash(r, q, n);
    operations.blend(z, step.before(), n, step.state());
  }

  @Override
  public void backward(StepRows.RowsOfStep step, StepGradients gradients) {
    OnednnTensor r = step.gates().get(0);
    OnednnTensor z = step.gates().get(1);
    OnednnTensor n = step.gates().get(2);
    OnednnTensor q = step.gates().get(3);
    OnednnTensor ofR = gradients.products().get(0);
    OnednnTensor ofZ = gradients.products().get(1);
    OnednnTensor ofN = gradients.products().get(2);
    OnednnTensor ofQ = gradients.products().get(3);
    OnednnTensor upstream = gradients.state();
    operations.subtract(step.before(), n, ofZ);
    operations.gateGradient(Squash.SIGMOID, z, ofZ, upstream, ofZ);
    operations.multiplyByRest(z, upstream, ofN);
    operations.squashGradient(Squash.TANH, n, ofN, ofN);
    operations.gateGradient(Squash.SIGMOID, r, ofN, q, ofR);
    operations.multiply(ofN, r, ofQ);
    operations.multiplyAndAdd(upstream, z, gradients.before());
  }

  @Override
  public int productOfState(int gate) {
    return gate == 2 ? 3 : gate;
  }
}
