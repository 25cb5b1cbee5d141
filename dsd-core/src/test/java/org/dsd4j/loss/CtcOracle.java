package org.dsd4j.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Connectionist temporal classification of one sequence as the textbook has it. */
final class CtcOracle {
  private CtcOracle() {}

  /**
   * A loss and its gradient.
   *
   * @param loss −ln of the target's probability
   * @param gradient with respect to the logits, [T, classes]
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key
  record Result(double loss, double[][] gradient) {}

  /** Adds up all alignments, one after the other. */
  static Result byEnumeration(double[][] logits, int[] labels, int blank) {
    double[][] p = logSoftmax(logits);
    int classes = p[0].length;
    double[][] shares = new double[p.length][classes];
    double total = 0;
    int[] path = new int[p.length];
    do {
      if (Arrays.equals(collapse(path, blank), labels)) {
        double logProbability = 0;
        for (int t = 0; t < path.length; t++) {
          logProbability += p[t][path[t]];
        }
        double probability = Math.exp(logProbability);
        total += probability;
        for (int t = 0; t < path.length; t++) {
          shares[t][path[t]] += probability;
        }
      }
    } while (next(path, classes));
    for (int t = 0; t < path.length; t++) {
      for (int c = 0; c < classes; c++) {
        shares[t][c] = Math.exp(p[t][c]) - shares[t][c] / total;
      }
    }
    return new Result(-Math.log(total), shares);
  }

  /** Counts a path up like a number; whether there is a next one. */
  static boolean next(int[] path, int classes) {
    for (int t = 0; t < path.length; t++) {
      if (++path[t] < classes) {
        return true;
      }
      path[t] = 0;
    }
    return false;
  }

  /** The labels of a path: without repetitions, then without blanks. */
  static int[] collapse(int[] path, int blank) {
    List<Integer> labels = new ArrayList<>();
    for (int t = 0; t < path.length; t++) {
      if (path[t] != blank && (t == 0 || path[t] != path[t - 1])) {
        labels.add(path[t]);
      }
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The recursions of Graves et al. (2006), every number a logarithm. */
  static Result byLogarithms(double[][] logits, int[] labels, int blank) {
    double[][] p = logSoftmax(logits);
    int[] states = new int[2 * labels.length + 1];
    Arrays.fill(states, blank);
    for (int i = 0; i < labels.length; i++) {
      states[2 * i + 1] = labels[i];
    }
    double[][] alpha = recursion(p, states);
    double[][] beta = reversed(recursion(reversed(p), reversed(states)));
    for (int t = 0; t < beta.length; t++) {
      beta[t] = reversed(beta[t]);
    }
    int last = p.length - 1;
    double total =
        states.length == 1
            ? alpha[last][0]
            : add(alpha[last][states.length - 1], alpha[last][states.length - 2]);
    double[][] gradient = new double[p.length][p[0].length];
    for (int t = 0; t <= last; t++) {
      for (int c = 0; c < gradient[t].length; c++) {
        gradient[t][c] = Math.exp(p[t][c]);
      }
      for (int s = 0; s < states.length; s++) {
        double both = alpha[t][s] + beta[t][s] - p[t][states[s]] - total;
        gradient[t][states[s]] -= Math.exp(both);
      }
    }
    return new Result(-total, gradient);
  }

  private static double[][] recursion(double[][] p, int[] states) {
    double[][] alpha = new double[p.length][states.length];
    for (int t = 0; t < p.length; t++) {
      for (int s = 0; s < states.length; s++) {
        double sum = Double.NEGATIVE_INFINITY;
        if (t == 0) {
          sum = s < 2 ? 0 : sum;
        } else {
          for (int from = Math.max(0, s - 2); from <= s; from++) {
            boolean passes = from < s - 1;
            boolean allowed = !passes || (s % 2 == 1 && states[s] != states[from]);
            sum = allowed ? add(sum, alpha[t - 1][from]) : sum;
          }
        }
        alpha[t][s] = sum + p[t][states[s]];
      }
    }
    return alpha;
  }

  private static double[][] reversed(double[][] rows) {
    double[][] reversed = new double[rows.length][];
    for (int t = 0; t < rows.length; t++) {
      reversed[rows.length - 1 - t] = rows[t];
    }
    return reversed;
  }

  private static double[] reversed(double[] values) {
    double[] reversed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[values.length - 1 - i] = values[i];
    }
    return reversed;
  }

  private static int[] reversed(int[] values) {
    int[] reversed = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[values.length - 1 - i] = values[i];
    }
    return reversed;
  }

  /** ln(eˣ + eʸ). */
  static double add(double x, double y) {
    double larger = Math.max(x, y);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(x, y) - larger));
  }

  /** The logarithms of the softmax of each row. */
  static double[][] logSoftmax(double[][] logits) {
    double[][] logarithms = new double[logits.length][];
    for (int t = 0; t < logits.length; t++) {
      double largest = Arrays.stream(logits[t]).max().orElseThrow();
      double sum = Arrays.stream(logits[t]).map(x -> Math.exp(x - largest)).sum();
      logarithms[t] = Arrays.stream(logits[t]).map(x -> x - largest - Math.log(sum)).toArray();
    }
    return logarithms;
  }
}
