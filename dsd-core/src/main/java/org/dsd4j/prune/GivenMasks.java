package org.dsd4j.prune;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Shape;

/**
 * Prunes by masks that are given, such as those of another run, whatever the weights are. Each
 * parameter that is pruned needs a mask of its shape, and its sparsity must be the mask's.
 *
 * <p>The masks are held in memory, a bit for each weight. Pruning cannot be gradual.
 */
public final class GivenMasks implements Pruner {
  private final Map<String, Mask> masks;

  /** These masks, by parameter. */
  public GivenMasks(Map<String, Mask> masks) {
    this.masks = Map.copyOf(masks);
  }

  @Override
  public void check(List<PruneDecision> pruned) {
    for (PruneDecision decision : pruned) {
      mask(decision.parameter().name(), decision.parameter().shape(), decision.sparsity());
    }
  }

  private Mask mask(String name, Shape shape, double sparsity) {
    Mask mask = masks.get(name);
    if (mask == null) {
      throw new IllegalArgumentException(
          Check.message(
              "mask of " + name,
              "one among those given, of " + new TreeMap<>(masks).keySet(),
              "none",
              "exclude it from pruning, or give it one"));
    }
    Check.argument(
        mask.shape().equals(shape),
        "mask of " + name,
        shape,
        mask.shape(),
        "give masks of the same network");
    Check.argument(
        mask.size() - mask.keptCount() == Pruner.prunedCount(mask.size(), sparsity),
        "sparsity of " + name,
        "that of its mask, " + mask.sparsity(),
        sparsity,
        "give it this sparsity by Pruning.sparsity");
    return mask;
  }

  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> chosen = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Selection.weights(candidate);
      chosen.put(candidate.name(), mask(candidate.name(), candidate.shape(), candidate.sparsity()));
    }
    return chosen;
  }

  @Override
  public OptionalLong keptCount(PruneDecision decision) {
    Mask mask = masks.get(decision.parameter().name());
    return mask == null ? OptionalLong.empty() : OptionalLong.of(mask.keptCount());
  }

  /** The number of masks and a checksum of them. */
  @Override
  public String toString() {
    CRC32C sum = new CRC32C();
    new TreeMap<>(masks)
        .forEach(
            (name, mask) -> {
              String text = name + " " + mask.hashCode();
              sum.update(text.getBytes(StandardCharsets.UTF_8));
            });
    return masks.size() + " given masks, CRC-32C " + Long.toHexString(sum.getValue());
  }
}
