package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.KernelChoice;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a {@link Network} layer by layer. A layer reads the one added before it unless it names
 * others, so a sequence needs no names of sources:
 *
 * <pre>{@code
 * Network.builder(Shape.of(28, 28, 1))
 *     .add("flatten", new Flatten())
 *     .add("fc1", new Dense(300))
 *     .add("relu1", Activate.relu())
 *     .add("fc2", new Dense(10))
 *     .build(Seed.of(42));
 * }</pre>
 *
 * <p>Shapes are inferred as layers are added; one that does not fit fails there, with its name.
 */
public final class NetworkBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkBuilder.class);

  private final Map<String, Shape> inputs = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> outputs = new LinkedHashSet<>();
  private ElementType elementType = ElementType.FLOAT32;
  private Precision precision = Precision.F32;
  private PlanOptions planOptions = PlanOptions.DEFAULT;
  private @Nullable Kernels kernels;
  private @Nullable String last;

  NetworkBuilder() {}

  /** Names an input and gives its shape without the batch. */
  public NetworkBuilder input(String name, Shape shape) {
    checkNew(name);
    inputs.put(name, shape);
    shapes.put(name, shape);
    last = name;
    return this;
  }

  /**
   * Adds a layer.
   *
   * @param name its name; the parameters' names start with it
   * @param layer the layer
   * @param sources what it reads, by name; by default what was added last
   * @throws ShapeException if the layer cannot take such inputs; the message names the layer
   * @throws IllegalArgumentException if the name is taken or a source does not exist
   */
  public NetworkBuilder add(String name, Layer layer, String... sources) {
    checkNew(name);
    List<String> read = sources.length == 0 ? List.of(lastAdded(name)) : List.of(sources);
    List<Shape> inputShapes = read.stream().map(source -> shapeOf(name, source)).toList();
    String place = "layer '" + name + "' (" + layer + ")";
    Shape output;
    try {
      output = layer.outputShape(inputShapes);
    } catch (ShapeException e) {
      throw e.at(place);
    }
    nodes.add(new Node(name, layer, read, inputShapes, output));
    shapes.put(name, output);
    last = name;
    return this;
  }

  /** The name of what was added last: what the next layer reads by default. */
  public String last() {
    return lastAdded("last()");
  }

  /** The shape of a layer's output or of an input, without the batch. */
  public Shape shape(String name) {
    return shapeOf("shape()", name);
  }

  /** How many numbers the network would train, without allocating any. */
  public long parameterCount() {
    return nodes.stream()
        .flatMap(node -> node.parameterSpecs().stream())
        .filter(spec -> spec.role().trainable())
        .mapToLong(spec -> spec.shape().elements())
        .sum();
  }

  /** Names the outputs, the main one first. By default the layer added last is the only one. */
  public NetworkBuilder outputs(String... names) {
    for (String name : names) {
      shapeOf("outputs()", name);
      Check.argument(
          !inputs.containsKey(name), "output", "the name of a layer", name, "name a layer");
      Check.argument(outputs.add(name), "outputs", "each name once", name, "name it once");
    }
    return this;
  }

  /** Computes in this type; by default in single precision. */
  public NetworkBuilder elementType(ElementType type) {
    this.elementType = type;
    return this;
  }

  /**
   * Computes in this precision; {@link Precision#F32} by default. Where the machine cannot, a
   * warning is logged and the network computes in single precision.
   */
  public NetworkBuilder precision(Precision precision) {
    this.precision = precision;
    return this;
  }

  /** Computes with these kernels, which the network then owns; by default the machine's best. */
  public NetworkBuilder kernels(Kernels kernels) {
    this.kernels = kernels;
    return this;
  }

  /**
   * Saves memory in training at the price of time: cuts the layers into about this many segments,
   * keeps what crosses their borders, and computes the rest again before going backward. The
   * results have the same bits. The square root of the number of layers is a good start.
   */
  public NetworkBuilder recomputing(int segments) {
    planOptions = planOptions.segments(Check.positive("segments", segments));
    return this;
  }

  /** Makes plans in this way, for tests. */
  NetworkBuilder planOptions(PlanOptions options) {
    this.planOptions = options;
    return this;
  }

  /**
   * Builds the network and draws its weights from {@code seed}.
   *
   * @throws IllegalArgumentException if there is no layer, or one whose output nobody reads
   */
  public Network build(Seed seed) {
    Check.argument(
        !nodes.isEmpty(), "network", "at least one layer", "none", "add(name, layer) first");
    if (outputs.isEmpty()) {
      outputs.add(lastAdded("build()"));
    }
    checkAllRead();
    Map<String, Shape> outputShapes = new LinkedHashMap<>();
    outputs.forEach(name -> outputShapes.put(name, shapeOf("outputs()", name)));
    NetworkGraph graph =
        new NetworkGraph(
            Collections.unmodifiableMap(new LinkedHashMap<>(inputs)),
            List.copyOf(nodes),
            Collections.unmodifiableMap(outputShapes));
    Kernels used = kernels == null ? KernelChoice.open(elementType) : kernels;
    return new Network(graph, used, types(used), planOptions, seed);
  }

  private PlanTypes types(Kernels used) {
    if (precision == Precision.F32) {
      return new PlanTypes(elementType, elementType);
    }
    Check.argument(
        elementType == ElementType.FLOAT32,
        "element type of a network in precision " + precision,
        ElementType.FLOAT32,
        elementType,
        "leave one of the two settings out");
    if (used.computesIn(precision.activations())) {
      return new PlanTypes(precision.activations(), elementType);
    }
    LOG.warn(
        "Precision {}: this machine's kernels ({}) do not compute in {}; computing in {} instead",
        precision,
        used.name(),
        precision.activations(),
        elementType);
    return new PlanTypes(elementType, elementType);
  }

  private void checkAllRead() {
    Set<String> unread = new LinkedHashSet<>(shapes.keySet());
    nodes.forEach(node -> unread.removeAll(node.sources()));
    unread.removeAll(outputs);
    Check.argument(
        unread.isEmpty(),
        "network",
        "every input and layer to be read or to be an output",
        "nobody reads " + unread,
        "connect or remove them, or name them in outputs(...)");
  }

  private void checkNew(String name) {
    Check.argument(!name.isBlank(), "name", "a name", "a blank", "give every layer a name");
    Check.argument(
        !shapes.containsKey(name),
        "name '" + name + "'",
        "a name that is not taken",
        "one of " + shapes.keySet(),
        "give every layer a name of its own");
  }

  private String lastAdded(String asker) {
    if (last == null) {
      throw new IllegalArgumentException(
          Check.message(
              asker, "an input to read from", "none", "call input(name, shape) before add(...)"));
    }
    return last;
  }

  private Shape shapeOf(String reader, String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(
          Check.message(
              "'" + reader + "' reads",
              "one of " + Arrays.toString(shapes.keySet().toArray()),
              name,
              "add a layer before the ones that read it"));
    }
    return shape;
  }
}
