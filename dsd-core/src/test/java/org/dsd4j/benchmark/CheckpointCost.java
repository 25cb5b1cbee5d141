package org.dsd4j.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.TensorGroup;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * What a checkpoint of ResNet-50's size costs, weights and momentum of 25.6 million parameters: the
 * copy, for which training waits, and the writing behind it. Run it with a folder on the disk in
 * question.
 */
public final class CheckpointCost {
  private static final int LAYERS = 161;
  private static final int WIDTH = 398;
  private static final UpdaterSnapshot NONE = UpdaterSnapshot.of(0, Set.of(), List.of(), Map.of());

  private CheckpointCost() {}

  /** Measures ten checkpoints with copies in fresh memory, then ten that use it again. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "cost");
    NetworkBuilder builder = Network.builder(Shape.of(WIDTH));
    for (int i = 0; i < LAYERS; i++) {
      builder.add("fc" + i, new Dense(WIDTH));
    }
    try (Network network = builder.build(Seed.of(1));
        Updater updater = new Updater(network, Sgd.momentum(0.9), GradientClipping.none());
        CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      for (int i = 0; i < 10; i++) {
        Copies spare = new Copies(WeightSnapshot.of(Map.of()), NONE);
        spare.again("fresh memory", network, updater, checkpoints).close();
      }
      Copies copies = new Copies(network.snapshot(), updater.snapshot());
      for (int i = 0; i < 10; i++) {
        copies = copies.again("same memory", network, updater, checkpoints);
      }
      copies.close();
    }
  }

  /** Copies of a network's weights and of the optimizer's state. */
  private record Copies(WeightSnapshot weights, UpdaterSnapshot state) implements AutoCloseable {
    /** Writes a checkpoint of new copies in the memory of these. */
    Copies again(String how, Network network, Updater updater, CheckpointFolder checkpoints) {
      long start = System.nanoTime();
      Copies copies = new Copies(network.snapshot(weights), updater.snapshot(state));
      long copied = System.nanoTime();
      List<NamedTensor> tensors = of(copies.weights, copies.state);
      checkpoints.write("cost", List.of(new TensorGroup("state", false, tensors)));
      long written = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "%s, %,d parameters: copied in %.1f ms, written in %.0f ms%n",
          how,
          network.parameterCount(),
          (copied - start) / 1e6,
          (written - copied) / 1e6);
      return copies;
    }

    @Override
    public void close() {
      weights.close();
      state.close();
    }
  }

  private static List<NamedTensor> of(WeightSnapshot weights, UpdaterSnapshot state) {
    List<NamedTensor> tensors = new ArrayList<>();
    weights.names().forEach(name -> tensors.add(NamedTensor.of(name, weights.array(name))));
    state
        .uncheckedArrays()
        .forEach(
            (parameter, arrays) ->
                arrays.forEach(
                    (name, array) -> tensors.add(NamedTensor.of(name + "." + parameter, array))));
    return tensors;
  }
}
