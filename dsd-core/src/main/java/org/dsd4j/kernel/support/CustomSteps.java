package org.dsd4j.kernel.support;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.kernel.RecurrentCell.CustomCell;
import org.dsd4j.tensor.Tensor;

/** One step of a custom recurrent cell and its gradients as assignments. */
public final class CustomSteps {
  private CustomSteps() {}

  /**
   * The tensors of one step, [n, H] each.
   *
   * @param products the products of the input for each gate, then those of the state
   * @param cells the second state before and after the step; none if there is no such state
   * @param before the state before the step
   * @param state the state after it
   */
  public record CustomValues(
      List<Tensor> products, List<Tensor> cells, Tensor before, Tensor state) {}

  /**
   * The gradients of one step, [n, H] each.
   *
   * @param state the gradient of the state after it
   * @param cell the gradient of the second state after it and, then, of the one before
   * @param products receive the gradients of {@link CustomValues#products}
   * @param before to this the gradient of the state before is added, without its part through
   *     products
   */
  public record CustomGradients(Tensor state, Tensor cell, List<Tensor> products, Tensor before) {}

  /** The states after the step from the products and the states before. */
  public static List<Assignment> forward(CustomCell cell, CustomValues values) {
    RecurrentCell.CellStates after = after(cell, values);
    List<Assignment> assignments = new ArrayList<>();
    if (after.cell() != null) {
      assignments.add(new Assignment(values.cells.get(1), after.cell()));
    }
    assignments.add(new Assignment(values.state, after.state()));
    return assignments;
  }

  private static RecurrentCell.CellStates after(CustomCell cell, CustomValues values) {
    List<Expression> products = values.products.stream().map(Expression::of).toList();
    RecurrentCell.CellStates after =
        cell.after(
            new RecurrentCell.CellStep(
                products.subList(0, cell.gates()),
                products.subList(cell.gates(), products.size()),
                Expression.of(values.before),
                cell.hasCell() ? Expression.of(values.cells.get(0)) : null));
    boolean second = after.cell() != null;
    Check.argument(
        second == cell.hasCell(),
        "states after a step of " + cell,
        cell.hasCell() ? "two, since hasCell() is true" : "one, since hasCell() is false",
        second ? "two" : "one",
        "return as many states as the cell has");
    return after;
  }

  /** The gradients of the products, and those that do not pass through a product. */
  public static List<Assignment> backward(
      CustomCell cell, CustomValues values, CustomGradients gradients) {
    RecurrentCell.CellStates after = after(cell, values);
    Derivatives derivatives = new Derivatives();
    derivatives.add(after.state(), Expression.of(gradients.state));
    if (after.cell() != null) {
      derivatives.add(after.cell(), Expression.of(gradients.cell));
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < values.products.size(); i++) {
      Expression ofProduct = derivatives.of(values.products.get(i));
      assignments.add(new Assignment(gradients.products.get(i), ofProduct));
    }
    Expression direct = derivatives.of(values.before);
    assignments.add(new Assignment(gradients.before, Expression.of(gradients.before).plus(direct)));
    if (cell.hasCell()) {
      // Last, since the others read the gradient of the state after the step.
      assignments.add(new Assignment(gradients.cell, derivatives.of(values.cells.get(0))));
    }
    return assignments;
  }
}
