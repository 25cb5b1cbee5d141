package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Update;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The optimizer's state at the start of phases. */
class ClearedOptimizerTest {
  private static DsdTrainer.Builder clearing(Network network, Optimizer optimizer) {
    return Cuttable.trainer(network, optimizer).clearingOptimizerState();
  }

  @Test
  void anUpdaterThatIsClearedIsAsNew() {
    try (Network network = Cuttable.network(3);
        Updater updater = new Updater(network, new Adam(), GradientClipping.none())) {
      network.parameters().forEach(p -> network.kernels().memory().fill(p.gradient(), 1));
      updater.step(0.1);
      updater.clear();
      assertThat(updater.steps()).isZero();
      for (Tensor array : updater.state("fc1.weight").values()) {
        assertThat(array.toFloats()).containsOnly(0);
      }
    }
  }

  /** Writes down when it was asked to take its first step, and the momentum that it found then. */
  private static final class Watched implements Optimizer {
    private final Optimizer sgd = Sgd.momentum(0.9);
    private final List<Double> momentumAtFirstSteps = new ArrayList<>();

    @Override
    public List<String> stateNames() {
      return sgd.stateNames();
    }

    @Override
    public List<Assignment> step(Update update) {
      if (update.step() == 1 && update.parameter().name().equals("fc2.bias")) {
        double sum = 0;
        for (float value : update.state().get("momentum").toFloats()) {
          sum += Math.abs(value);
        }
        momentumAtFirstSteps.add(sum);
      }
      return sgd.step(update);
    }

    @Override
    public String toString() {
      return "watched";
    }
  }

  @Test
  void eachPhaseOfBothStartsAnew() {
    Watched watched = new Watched();
    try (Network network = Cuttable.network(3);
        DsdResult result = clearing(network, watched).build().fit()) {
      assertThat(result.provenance().settings())
          .containsEntry("optimizer state", "cleared at the start of each phase");
      // Five phases, and four of the control.
      assertThat(watched.momentumAtFirstSteps).hasSize(9).containsOnly(0.0);
    }
  }

  @Test
  void itGoesOnFromPhaseToPhaseByDefault() {
    Watched watched = new Watched();
    try (Network network = Cuttable.network(3);
        DsdResult result = Cuttable.trainer(network, watched).build().fit()) {
      assertThat(result.provenance().settings())
          .containsEntry("optimizer state", "kept from phase to phase");
      assertThat(watched.momentumAtFirstSteps).hasSize(1);
    }
  }
}
