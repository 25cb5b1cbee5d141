package org.dsd4j.suspects;

/**
 * The comparison of a network after its dense phase with that after its sparse phase. Labels that
 * the dense phase has learned by heart, and the sparse phase with few weights cannot keep, are
 * suspicious.
 */
public enum Unlearning {
  /** The probability of the label after the dense phase, minus that after the sparse phase. */
  DROP("drop of the label's probability") {
    @Override
    double score(ClassProbabilities dense, ClassProbabilities sparse, int sample, int label) {
      return dense.of(sample, label) - sparse.of(sample, label);
    }
  },

  /** The cross-entropy of the label after the sparse phase. */
  LOSS("loss after the sparse phase") {
    @Override
    double score(ClassProbabilities dense, ClassProbabilities sparse, int sample, int label) {
      return Suspects.loss(sparse, sample, label);
    }
  },

  /**
   * The probability of the most probable other class after the sparse phase, minus that of the
   * label.
   */
  MARGIN("margin after the sparse phase") {
    @Override
    double score(ClassProbabilities dense, ClassProbabilities sparse, int sample, int label) {
      return -sparse.margin(sample, label);
    }
  },

  /**
   * First the samples of which the network gives the label after the dense phase, and another class
   * after the sparse phase, then all others; each by {@link #DROP}.
   */
  CHANGE("change of the answer") {
    @Override
    double score(ClassProbabilities dense, ClassProbabilities sparse, int sample, int label) {
      boolean changes = dense.largest(sample) == label && sparse.largest(sample) != label;
      return DROP.score(dense, sparse, sample, label) + (changes ? LEAD : 0);
    }
  };

  /** More than any difference of two drops. */
  private static final double LEAD = 2;

  private final String words;

  Unlearning(String words) {
    this.words = words;
  }

  abstract double score(ClassProbabilities dense, ClassProbabilities sparse, int sample, int label);

  /** In words, such as {@code drop of the label's probability}. */
  @Override
  public String toString() {
    return words;
  }
}
