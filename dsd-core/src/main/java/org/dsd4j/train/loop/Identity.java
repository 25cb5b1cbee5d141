package org.dsd4j.train.loop;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.OwnText;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;

/**
 * Short texts that identify networks and augmentations, for provenance and for resumed runs.
 *
 * @hidden
 */
@Internal
public final class Identity {
  private static final int SAMPLES = 16;

  private Identity() {}

  /** The identity of a network's layers, sources and shapes, without weights. */
  static String of(Network network) {
    CRC32C sum = new CRC32C();
    add(sum, network.inputShapes().toString());
    add(sum, network.outputShapes().toString());
    for (Node node : network.nodes()) {
      add(
          sum,
          node.name() + " " + described(node) + " " + node.sources() + " " + node.outputShape());
    }
    return network.nodes().size() + " layers, CRC-32C " + hex(sum);
  }

  /**
   * The identity of the masks; checkpoints of a {@link org.dsd4j.train.Trainer} leave masks to its
   * caller.
   */
  public static String ofMasks(Network network) {
    CRC32C sum = new CRC32C();
    int masks = 0;
    for (Parameter parameter : network.parameters()) {
      Optional<Mask> mask = parameter.mask();
      if (mask.isPresent()) {
        masks++;
        add(sum, parameter.name());
        add(sum, mask.get().hashCode());
      }
    }
    return masks == 0 ? "none" : masks + ", CRC-32C " + hex(sum);
  }

  /**
   * The identity of an augmentation: its name, if it has one, and its results for the first
   * samples.
   */
  static String of(Transform transform, Dataset dataset, Seed seed) {
    CRC32C sum = new CRC32C();
    int count = Math.min(SAMPLES, dataset.size());
    for (int i = 0; i < count; i++) {
      RandomGenerator random = seed.derive("identity").derive(i).stream();
      Sample sample = transform.apply(dataset.sample(i, random), random);
      for (String input : new TreeSet<>(sample.inputs().keySet())) {
        for (float value : sample.input(input).array()) {
          add(sum, Float.floatToRawIntBits(value));
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "%s; gives the first %d samples CRC-32C %s",
        OwnText.text(transform, "without a name"),
        count,
        hex(sum));
  }

  /** The layer's description, which has all its settings; its name if there is none. */
  private static String described(Node node) {
    String layer =
        node.layer()
            .description()
            .map(Object::toString)
            .orElseGet(() -> OwnText.text(node.layer()));
    return node.held() ? layer + ", statistics held" : layer;
  }

  private static void add(CRC32C sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    sum.update(0);
  }

  private static void add(CRC32C sum, int bits) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      sum.update(bits >>> shift);
    }
  }

  private static String hex(CRC32C sum) {
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
