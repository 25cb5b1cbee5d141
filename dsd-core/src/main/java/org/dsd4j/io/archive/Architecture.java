package org.dsd4j.io.archive;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.NetworkDescription;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.LayerKinds;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;

/**
 * A network's structure as archives store it. A change of this record needs a new version of the
 * format.
 *
 * @param inputs extents by name, in order
 * @param layers each after its sources
 * @param outputs the names of layers
 */
record Architecture(
    Map<String, List<Integer>> inputs, List<StoredNode> layers, List<String> outputs) {
  /** Carried states that no weights of the file account for: 64 MB in single precision. */
  private static final long MOST_CARRIED = 1 << 24;

  /**
   * A layer in its place; see {@link NetworkDescription.NodeDescription} and {@link
   * LayerDescription}.
   */
  record StoredNode(String name, String kind, Map<String, Object> settings, List<String> reads) {
    StoredNode {
      Check.given("name of a layer", name);
      Check.given("kind of layer '" + name + "'", kind);
      Check.given("settings of layer '" + name + "'", settings);
      Check.given("what layer '" + name + "' reads", reads);
    }
  }

  static Architecture of(NetworkDescription network) {
    Map<String, List<Integer>> inputs = new LinkedHashMap<>();
    network.inputs().forEach((name, shape) -> inputs.put(name, extents(shape)));
    List<StoredNode> layers =
        network.nodes().stream()
            .map(
                node ->
                    new StoredNode(
                        node.name(), node.layer().kind(), node.layer().settings(), node.sources()))
            .toList();
    return new Architecture(inputs, layers, network.outputs());
  }

  static List<Integer> extents(Shape shape) {
    return Arrays.stream(shape.toLongs()).mapToObj(Math::toIntExact).toList();
  }

  static Shape shape(List<Integer> extents) {
    return Shape.of(extents.stream().mapToLong(Integer::longValue).toArray());
  }

  /**
   * The structure.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  NetworkDescription description() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, extents) -> shapes.put(name, shape(extents)));
    return new NetworkDescription(
        shapes,
        layers.stream()
            .map(
                node ->
                    new NetworkDescription.NodeDescription(
                        node.name(),
                        new LayerDescription(node.kind(), node.settings()),
                        node.reads()))
            .toList(),
        outputs);
  }

  /**
   * A builder of the network.
   *
   * @param bits the bits of the file's weights; a masked weight has at least one
   * @throws IllegalArgumentException if it cannot be built, or would have more weights
   */
  NetworkBuilder builder(LayerKinds kinds, long bits) {
    NetworkBuilder builder = description().builder(kinds);
    // Checked before any memory is allocated by what the file says.
    long stored = elements(builder, role -> role != Role.CARRIED_STATE);
    Check.argument(
        stored <= bits,
        "network",
        "no more weights than its file has bits, " + bits,
        stored,
        "get the file again from its source");
    // The file has no carried states, so that nothing in it is as large.
    long carried = elements(builder, role -> role == Role.CARRIED_STATE);
    Check.argument(
        carried <= bits + MOST_CARRIED,
        "network",
        "at most " + (bits + MOST_CARRIED) + " numbers of carried states",
        carried,
        "get the file again from its source");
    return builder;
  }

  private static long elements(NetworkBuilder builder, Predicate<Role> counted) {
    return builder.nodes().stream()
        .flatMap(node -> node.parameterSpecs().stream())
        .filter(spec -> counted.test(spec.role()))
        .mapToLong(spec -> spec.shape().elements())
        .reduce(0, Architecture::added);
  }

  /** The sum of what is not negative; the largest number where it is beyond that. */
  private static long added(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
