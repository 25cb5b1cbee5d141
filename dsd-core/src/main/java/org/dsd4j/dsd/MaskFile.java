package org.dsd4j.dsd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.io.ValueCheck;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.prune.GivenMasks;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Shape;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;

/**
 * Masks in a safetensors file: booleans in the shape of each masked parameter, true for each weight
 * that is kept, with names like {@code mask.conv1.weight}. {@link SafeTensors#write(Network, Path)}
 * writes those of a network beside its weights, in the same form.
 *
 * <pre>{@code
 * DsdTrainer.builder().listener(MaskFile.listener(network, folder))     // writes sparse.safetensors
 * DsdTrainer.builder().pruning(MaskFile.pruning(folder.resolve("sparse.safetensors")))
 * }</pre>
 */
public final class MaskFile {
  private MaskFile() {}

  /**
   * Writes the masks in force in a network.
   *
   * @throws IllegalArgumentException if there is none
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Network network, Path path) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      parameter.mask().ifPresent(mask -> masks.put(parameter.name(), mask));
    }
    Check.argument(
        !masks.isEmpty(),
        "network to write the masks of",
        "one in a sparse phase",
        "one without masks",
        "write them before the re-dense phase, or let MaskFile.listener do it");
    write(masks, path);
  }

  /**
   * Writes masks by parameter.
   *
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Map<String, Mask> masks, Path path) {
    List<NamedTensor> tensors = new ArrayList<>();
    masks.forEach((name, mask) -> tensors.add(NamedTensor.of(NetworkTensors.maskOf(name), mask)));
    SafeTensors.write(tensors, Map.of(), path);
  }

  /**
   * Reads all masks of a file, by parameter.
   *
   * @throws org.dsd4j.data.CorruptDataException if the file is damaged or has a mask with other
   *     values than 0 and 1
   * @throws IllegalArgumentException if there is no mask in it
   */
  public static Map<String, Mask> read(Path path) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    try (WeightFile file = WeightFile.open(path)) {
      for (StoredTensor tensor : file.tensors()) {
        if (tensor.type() == StoredType.BOOL) {
          NetworkTensors.maskedBy(tensor.name())
              .ifPresent(name -> masks.put(name, mask(path, tensor)));
        }
      }
    }
    Check.argument(
        !masks.isEmpty(),
        "file of masks " + path,
        "tensors of booleans named like mask.conv1.weight",
        "none",
        "name a file that MaskFile wrote, or that has a network with its masks");
    return masks;
  }

  private static Mask mask(Path path, StoredTensor tensor) {
    Shape shape = Shape.of(tensor.extents().stream().mapToLong(Long::longValue).toArray());
    return new ValueCheck(path).mask(tensor, shape);
  }

  /**
   * Pruning of exactly the weights that the masks of a file prune: of the parameters that have one
   * alone, each to its mask's sparsity, whatever that of the phase is.
   *
   * @throws org.dsd4j.data.CorruptDataException as {@link #read} does
   * @throws IllegalArgumentException as {@link #read} does
   */
  public static Pruning pruning(Path path) {
    Map<String, Mask> masks = read(path);
    Map<String, Double> sparsities = new LinkedHashMap<>();
    // A sparsity of 1 cannot be asked for; the largest below it prunes as many weights.
    masks.forEach(
        (name, mask) -> sparsities.put(name, Math.min(mask.sparsity(), Math.nextDown(1.0))));
    return Pruning.with(new GivenMasks(masks)).only(sparsities);
  }

  /**
   * A listener that writes the masks of each sparse phase when it ends: {@code sparse.safetensors},
   * {@code sparse-2.safetensors} and so on.
   *
   * @param network the one that is trained
   * @param folder where to; it must exist
   */
  public static TrainingListener listener(Network network, Path folder) {
    Check.given("network", network);
    Check.given("folder", folder);
    return new TrainingListener() {
      @Override
      public void phaseFinished(PhaseSettings phase, PhaseRecord record) {
        if (phase.name().startsWith(PhaseKind.SPARSE.toString())) {
          write(network, folder.resolve(phase.name().replace(' ', '-') + ".safetensors"));
        }
      }

      @Override
      public String toString() {
        return "masks into " + folder;
      }
    };
  }
}
