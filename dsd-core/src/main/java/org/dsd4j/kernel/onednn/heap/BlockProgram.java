package org.dsd4j.kernel.onednn.heap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Expression.Binary;
import org.dsd4j.kernel.Expression.Constant;
import org.dsd4j.kernel.Expression.Elements;
import org.dsd4j.kernel.Expression.Unary;
import org.dsd4j.tensor.Tensor;

/**
 * Executes assignments in one pass over memory: for each block, every tensor is read once, all
 * assignments are computed on the heap by loops that the compiler vectorises, and changed tensors
 * are written back.
 */
public final class BlockProgram {
  private final List<OnednnTensor> tensors = new ArrayList<>();
  private final IdentityHashMap<Tensor, Integer> numbers = new IdentityHashMap<>();
  private final List<Assignment> assignments;
  private final BlockArrays arrays;
  private final long elements;
  private final int depth;

  public BlockProgram(List<Assignment> assignments, BlockArrays arrays) {
    this.assignments = assignments;
    this.arrays = arrays;
    int deepest = 0;
    for (Assignment assignment : assignments) {
      number(assignment.target());
      deepest = Math.max(deepest, gather(assignment.value()));
    }
    this.elements = tensors.get(0).elements();
    this.depth = deepest;
  }

  private void number(Tensor tensor) {
    OnednnTensor itself = OnednnTensor.of(tensor);
    Integer number = numbers.get(itself);
    if (number == null) {
      number = tensors.size();
      numbers.put(itself, number);
      tensors.add(itself);
    }
    numbers.put(tensor, number);
  }

  private int numberOf(Tensor tensor) {
    return Objects.requireNonNull(numbers.get(tensor), "not gathered");
  }

  /**
   * Numbers the tensors of an expression; returns the number of intermediate arrays that it needs.
   */
  private int gather(Expression expression) {
    if (expression instanceof Elements leaf) {
      number(leaf.tensor());
      return 0;
    }
    if (expression instanceof Unary unary) {
      return 1 + gather(unary.operand());
    }
    if (expression instanceof Binary binary) {
      return 1 + Math.max(gather(binary.left()), 1 + gather(binary.right()));
    }
    return 1;
  }

  public void run() {
    Blocks.forEach(
        elements,
        (from, to) -> {
          ThreadArrays workspace = new ThreadArrays();
          for (int block = from; block < to; block++) {
            workspace.run(block);
          }
          workspace.end();
        });
  }

  /** The sum of an expression over all elements, block by block in double precision. */
  public static double sum(Expression expression, BlockArrays arrays) {
    BlockProgram program = new BlockProgram(expression, arrays);
    double[] sums = new double[Blocks.count(program.elements)];
    Blocks.forEach(
        program.elements,
        (from, to) -> {
          ThreadArrays workspace = program.new ThreadArrays();
          for (int block = from; block < to; block++) {
            sums[block] = workspace.sum(block, expression);
          }
          workspace.end();
        });
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    return total;
  }

  private BlockProgram(Expression expression, BlockArrays arrays) {
    this.assignments = List.of();
    this.arrays = arrays;
    this.depth = gather(expression);
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException(
          "expression: expected at least one tensor in it, received "
              + expression
              + "; a constant alone has no length");
    }
    this.elements = tensors.get(0).elements();
  }

  /** The arrays of one thread, borrowed until it ends. */
  private final class ThreadArrays {
    private final float[][] values = arrays.take(tensors.size());
    private final boolean[] loaded = new boolean[tensors.size()];
    private final boolean[] changed = new boolean[tensors.size()];
    private final float[][] intermediate = arrays.take(depth + 1);
    private long start;
    private int length;

    private void begin(int block) {
      start = (long) block * Blocks.SIZE;
      length = Blocks.length(block, elements);
      Arrays.fill(loaded, false);
      Arrays.fill(changed, false);
    }

    void end() {
      arrays.giveBack(values);
      arrays.giveBack(intermediate);
    }

    void run(int block) {
      begin(block);
      for (Assignment assignment : assignments) {
        assign(assignment);
      }
      for (int i = 0; i < changed.length; i++) {
        if (changed[i]) {
          Copies.write(values[i], length, tensors.get(i), start);
        }
      }
    }

    double sum(int block, Expression expression) {
      begin(block);
      return BlockLoops.sum(evaluate(expression, 0), length);
    }

    private void assign(Assignment assignment) {
      int target = numberOf(assignment.target());
      float[] result = evaluate(assignment.value(), 0);
      if (result != values[target]) {
        System.arraycopy(result, 0, values[target], 0, length);
      }
      loaded[target] = true;
      changed[target] = true;
    }

    /** The value in an array that must not be written, or in the intermediate one of this level. */
    private float[] evaluate(Expression expression, int level) {
      if (expression instanceof Elements leaf) {
        return load(numberOf(leaf.tensor()));
      }
      float[] result = intermediate[level];
      if (expression instanceof Constant constant) {
        Arrays.fill(result, 0, length, (float) constant.value());
      } else if (expression instanceof Unary unary) {
        BlockLoops.apply(unary.operator(), evaluate(unary.operand(), level + 1), result, length);
      } else if (expression instanceof Binary binary) {
        evaluate(binary, level, result);
      }
      return result;
    }

    private void evaluate(Binary binary, int level, float[] result) {
      if (binary.right() instanceof Constant constant) {
        float[] left = evaluate(binary.left(), level + 1);
        BlockLoops.apply(binary.operator(), left, (float) constant.value(), result, length);
      } else {
        float[] left = evaluate(binary.left(), level + 1);
        float[] right = evaluate(binary.right(), level + 2);
        BlockLoops.apply(binary.operator(), left, right, result, length);
      }
    }

    private float[] load(int number) {
      if (!loaded[number]) {
        Copies.read(tensors.get(number), start, values[number], length);
        loaded[number] = true;
      }
      return values[number];
    }
  }
}
