package org.dsd4j.kernel.onednn;

import java.util.List;
import org.dsd4j.kernel.onednn.StepProducts.Factor;
import org.jspecify.annotations.Nullable;

/** The steps of a gated recurrent unit; gates r, z, n and the third product of the state. */
record GruSteps(StepOperations operations, StepProducts products) implements CellSteps {
  @Override
  public void forward(StepRows.Step step, List<Factor> weights, @Nullable OnednnTensor apart) {
    OnednnTensor r = step.gates().get(0);
    OnednnTensor z = step.gates().get(1);
    OnednnTensor n = step.gates().get(2);
    OnednnTensor q = step.gates().get(3);
    products.multiplyAndAdd(step.before(), weights.get(0), Squash.SIGMOID, r);
    products.multiplyAndAdd(step.before(), weights.get(1), Squash.SIGMOID, z);
    products.multiply(step.before(), weights.get(2), apart, q);
    operations.multiplyAddAndSquash(r, q, n);
    // (1 − z) ⊙ n + z ⊙ h as n + z ⊙ (h − n).
    operations.subtract(step.before(), n, step.state());
    operations.multiply(step.state(), z, step.state());
    operations.add(step.state(), n, step.state());
  }

  @Override
  public void backward(StepRows.Step step, StepGradients gradients) {
    OnednnTensor r = step.gates().get(0);
    OnednnTensor z = step.gates().get(1);
    OnednnTensor n = step.gates().get(2);
    OnednnTensor q = step.gates().get(3);
    OnednnTensor ofR = gradients.products().get(0);
    OnednnTensor ofZ = gradients.products().get(1);
    OnednnTensor ofN = gradients.products().get(2);
    OnednnTensor ofQ = gradients.products().get(3);
    OnednnTensor upstream = gradients.state();
    OnednnTensor direct = gradients.free();
    operations.subtract(step.before(), n, ofZ);
    operations.multiply(ofZ, upstream, ofZ);
    operations.squashGradient(Squash.SIGMOID, z, ofZ, ofZ);
    operations.multiply(upstream, z, direct);
    operations.subtract(upstream, direct, ofN);
    operations.squashGradient(Squash.TANH, n, ofN, ofN);
    operations.multiply(ofN, q, ofR);
    operations.squashGradient(Squash.SIGMOID, r, ofR, ofR);
    operations.multiply(ofN, r, ofQ);
    operations.add(gradients.before(), direct, gradients.before());
  }

  @Override
  public int productOfState(int gate) {
    return gate == 2 ? 3 : gate;
  }

  @Override
  public boolean hasProductApart() {
    return true;
  }
}
