package org.dsd4j.docs;

import org.dsd4j.prune.Pruner;
import org.dsd4j.prune.PrunerContract;
import org.dsd4j.prune.Pruning;

class DistanceFromMeanTest extends PrunerContract {
  @Override
  protected Pruner pruner() {
    return Pruning.layerwise(new DistanceFromMean()).pruner();
  }

  @Override
  protected int unit(Pruner.Candidate candidate) {
    return 1; // weights go one by one
  }
}
