package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in one process at the same time end with the bits of each alone. */
class SideBySideTest {
  @TempDir Path folder;

  /**
   * A run.
   *
   * @param type decides which kernels compute
   */
  private record Run(long seed, Optimizer optimizer, ElementType type) {
    String outcome(Path checkpoints) {
      try (Network network = Cuttable.network(seed, type);
          DsdResult result =
              Cuttable.trainer(network, optimizer)
                  .checkpoints(Checkpoints.in(checkpoints).everySteps(2))
                  .build()
                  .fit()) {
        return Cuttable.outcome(result);
      }
    }
  }

  @Test
  @Timeout(120)
  void runsDoNotKnowOfEachOther() throws InterruptedException, ExecutionException {
    List<Run> runs =
        List.of(
            new Run(3, Sgd.momentum(0.9), ElementType.FLOAT32),
            new Run(4, new Adam(), ElementType.FLOAT32),
            new Run(3, Sgd.momentum(0.9), ElementType.FLOAT64));
    ExecutorService threads = Executors.newFixedThreadPool(runs.size());
    try {
      List<Future<String>> together = new ArrayList<>();
      for (Run run : runs) {
        Path own = folder.resolve("together" + together.size());
        together.add(threads.submit(() -> run.outcome(own)));
      }
      for (int i = 0; i < runs.size(); i++) {
        String alone = runs.get(i).outcome(folder.resolve("alone" + i));
        assertThat(together.get(i).get()).as("%s", runs.get(i)).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
