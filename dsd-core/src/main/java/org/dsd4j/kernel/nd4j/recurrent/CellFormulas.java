package org.dsd4j.kernel.nd4j.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.support.ActivationFormulas;
import org.dsd4j.kernel.support.CustomSteps;
import org.dsd4j.tensor.Tensor;

/** One step of a recurrent cell and its gradients as expressions. */
final class CellFormulas {
  private CellFormulas() {}

  /**
   * The tensors of one step, [n, H] each.
   *
   * @param gates the products of the input, overwritten by the gates; for a GRU also the third
   *     product of the state; empty for a simple layer; for a custom cell the products of the
   *     input, then those of the state
   * @param squashed the hyperbolic tangent of the cell, for an LSTM only
   * @param cells the cell before and after the step, if there is one
   * @param before the state before the step
   * @param state the state after it; for a simple layer, initially the product of the input
   */
  record TensorsOfStep(
      List<Tensor> gates, List<Tensor> squashed, List<Tensor> cells, Tensor before, Tensor state) {
    Expression gate(int number) {
      return Expression.of(gates.get(number));
    }

    Expression squashedCell() {
      return Expression.of(squashed.get(0));
    }

    Expression cellBefore() {
      return Expression.of(cells.get(0));
    }

    CustomSteps.CustomValues custom() {
      return new CustomSteps.CustomValues(gates, cells, before, state);
    }
  }

  /**
   * The gradients of one step, [n, H] each.
   *
   * @param state the gradient of the state after it
   * @param cell the gradient of the cell after it and, then, of the one before, if there is one
   * @param products receive the gradients of the products, one for each gate of the step
   * @param before to this the gradients that do not pass through a product are added
   */
  record GradientsOfStep(Tensor state, Tensor cell, List<Tensor> products, Tensor before) {
    CustomSteps.CustomGradients custom() {
      return new CustomSteps.CustomGradients(state, cell, products, before);
    }
  }

  /** The computation of a step from the products of input and state. */
  static List<Assignment> forward(RecurrentCell cell, TensorsOfStep step, List<Tensor> products) {
    if (cell instanceof RecurrentCell.LstmCell) {
      return lstm(step, products);
    }
    if (cell instanceof RecurrentCell.GruCell) {
      return gru(step, products);
    }
    if (cell instanceof RecurrentCell.CustomCell custom) {
      return custom(custom, step, products);
    }
    RecurrentCell.PlainCell plain = (RecurrentCell.PlainCell) cell;
    Expression sum = Expression.of(step.state).plus(Expression.of(products.get(0)));
    return List.of(
        new Assignment(step.state, sum),
        new Assignment(
            step.state, ActivationFormulas.value(plain.activation(), Expression.of(step.state))));
  }

  private static List<Assignment> lstm(TensorsOfStep s, List<Tensor> products) {
    Tensor cell = s.cells.get(1);
    return List.of(
        new Assignment(s.gates.get(0), sum(s, products, 0).sigmoid()),
        new Assignment(s.gates.get(1), sum(s, products, 1).sigmoid()),
        new Assignment(s.gates.get(2), sum(s, products, 2).tanh()),
        new Assignment(s.gates.get(3), sum(s, products, 3).sigmoid()),
        new Assignment(cell, s.gate(1).times(s.cellBefore()).plus(s.gate(0).times(s.gate(2)))),
        new Assignment(s.squashed.get(0), Expression.of(cell).tanh()),
        new Assignment(s.state, s.gate(3).times(s.squashedCell())));
  }

  private static List<Assignment> gru(TensorsOfStep s, List<Tensor> products) {
    Expression before = Expression.of(s.before);
    return List.of(
        new Assignment(s.gates.get(0), sum(s, products, 0).sigmoid()),
        new Assignment(s.gates.get(1), sum(s, products, 1).sigmoid()),
        new Assignment(s.gates.get(3), Expression.of(products.get(2))),
        new Assignment(s.gates.get(2), s.gate(2).plus(s.gate(0).times(s.gate(3))).tanh()),
        new Assignment(s.state, s.gate(2).plus(s.gate(1).times(before.minus(s.gate(2))))));
  }

  private static List<Assignment> custom(
      RecurrentCell.CustomCell cell, TensorsOfStep step, List<Tensor> products) {
    List<Assignment> assignments = new ArrayList<>();
    for (int gate = 0; gate < products.size(); gate++) {
      Tensor kept = step.gates.get(cell.gates() + gate);
      assignments.add(new Assignment(kept, Expression.of(products.get(gate))));
    }
    assignments.addAll(CustomSteps.forward(cell, step.custom()));
    return assignments;
  }

  private static Expression sum(TensorsOfStep step, List<Tensor> products, int gate) {
    return step.gate(gate).plus(Expression.of(products.get(gate)));
  }

  /** The gradients of the products, and those that do not pass through a product. */
  static List<Assignment> backward(
      RecurrentCell cell, TensorsOfStep step, GradientsOfStep gradients) {
    if (cell instanceof RecurrentCell.LstmCell) {
      return lstmGradients(step, gradients);
    }
    if (cell instanceof RecurrentCell.GruCell) {
      return gruGradients(step, gradients);
    }
    if (cell instanceof RecurrentCell.CustomCell custom) {
      return CustomSteps.backward(custom, step.custom(), gradients.custom());
    }
    RecurrentCell.PlainCell plain = (RecurrentCell.PlainCell) cell;
    // A clipped ReLU's derivative at x is that at its output.
    Expression y = Expression.of(step.state);
    Expression derivative = ActivationFormulas.derivative(plain.activation(), y, y);
    return List.of(
        new Assignment(
            gradients.products.get(0), derivative.times(Expression.of(gradients.state))));
  }

  private static List<Assignment> lstmGradients(TensorsOfStep s, GradientsOfStep g) {
    Expression upstream = Expression.of(g.state);
    Tensor cell = g.cell;
    Expression ofCell = Expression.of(cell);
    Expression throughState = upstream.times(s.gate(3)).times(slopeOfTanh(s.squashedCell()));
    return List.of(
        new Assignment(cell, ofCell.plus(throughState)),
        new Assignment(g.products.get(0), ofCell.times(s.gate(2)).times(slopeOfSigmoid(s.gate(0)))),
        new Assignment(
            g.products.get(1), ofCell.times(s.cellBefore()).times(slopeOfSigmoid(s.gate(1)))),
        new Assignment(g.products.get(2), ofCell.times(s.gate(0)).times(slopeOfTanh(s.gate(2)))),
        new Assignment(
            g.products.get(3), upstream.times(s.squashedCell()).times(slopeOfSigmoid(s.gate(3)))),
        new Assignment(cell, ofCell.times(s.gate(1))));
  }

  private static List<Assignment> gruGradients(TensorsOfStep s, GradientsOfStep g) {
    Expression upstream = Expression.of(g.state);
    Expression ofNew = Expression.of(g.products.get(2));
    Expression direct = upstream.times(s.gate(1));
    return List.of(
        new Assignment(
            g.products.get(1),
            Expression.of(s.before)
                .minus(s.gate(2))
                .times(upstream)
                .times(slopeOfSigmoid(s.gate(1)))),
        new Assignment(g.products.get(2), upstream.minus(direct).times(slopeOfTanh(s.gate(2)))),
        new Assignment(g.products.get(0), ofNew.times(s.gate(3)).times(slopeOfSigmoid(s.gate(0)))),
        new Assignment(g.products.get(3), ofNew.times(s.gate(0))),
        new Assignment(g.before, Expression.of(g.before).plus(direct)));
  }

  /** From y = σ(x). */
  private static Expression slopeOfSigmoid(Expression y) {
    return y.minus(y.squared());
  }

  /** From y = tanh x. */
  private static Expression slopeOfTanh(Expression y) {
    return Expression.of(1).minus(y.squared());
  }
}
