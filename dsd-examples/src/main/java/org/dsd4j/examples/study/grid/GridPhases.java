package org.dsd4j.examples.study.grid;

import java.util.Set;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.train.record.Epochs;

/**
 * Lengths and learning rates of the phases. The rates of the phases after the dense one are
 * multiples of its rate; each falls along half a cosine unless {@code decay: none}.
 *
 * @param dense the dense phase
 * @param sparse each sparse phase
 * @param reDense each re-dense phase
 * @param rounds the number of sparse phases
 */
record GridPhases(PhaseTerms dense, PhaseTerms sparse, PhaseTerms reDense, int rounds) {
  /** The names of the phases' settings. */
  static final Set<String> NAMES = GridOptimizer.names("dense", "sparse", "re-dense");

  private static final Set<String> SETTINGS = GridOptimizer.names("epochs", "rate", "decay");
  private static final double PAPERS_SPARSE_RATE = 0.1;
  private static final double PAPERS_RE_DENSE_RATE = 0.01;

  /** One phase. */
  record PhaseTerms(Epochs epochs, LearningRate rate) {}

  static GridPhases of(GridNode settings) {
    GridNode dense = settings.needed("dense");
    double rate = dense.needed("rate").positive();
    return new GridPhases(
        part(dense, rate),
        part(settings.needed("sparse"), rate, PAPERS_SPARSE_RATE),
        part(settings.needed("re-dense"), rate, PAPERS_RE_DENSE_RATE),
        settings.field("rounds").map(GridNode::count).orElse(1));
  }

  private static PhaseTerms part(GridNode phase, double denseRate, double usualMultiple) {
    return part(
        phase, denseRate * phase.field("rate").map(GridNode::positive).orElse(usualMultiple));
  }

  private static PhaseTerms part(GridNode phase, double rate) {
    phase.only(SETTINGS);
    LearningRate constant = LearningRate.learningRate(rate);
    LearningRate decayed =
        switch (phase.field("decay").map(GridNode::word).orElse("cosine")) {
          case "cosine" -> constant.cosine();
          case "none" -> constant;
          default -> throw phase.needed("decay").error("cosine or none", "name one of them");
        };
    return new PhaseTerms(Epochs.epochs(phase.needed("epochs").count()), decayed);
  }

  /** The phases after the dense one. */
  DsdSchedule afterDense(double sparsity) {
    DsdSchedule.Builder builder = DsdSchedule.builder();
    for (int round = 1; round <= rounds; round++) {
      builder.sparse(sparsity, sparse.epochs, sparse.rate).reDense(reDense.epochs, reDense.rate);
    }
    return builder.build();
  }

  /** The phases after the dense one without the last, so that the network stays sparse. */
  DsdSchedule toSparse(double sparsity) {
    DsdSchedule all = afterDense(sparsity);
    return new DsdSchedule(all.phases().subList(0, all.phases().size() - 1));
  }
}
