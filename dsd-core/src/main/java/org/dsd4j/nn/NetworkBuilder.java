package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.choice.KernelChoice;
import org.dsd4j.kernel.choice.KernelsUnavailableException;
import org.dsd4j.nn.graph.GraphBuilder;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.plan.PlanOptions;
import org.dsd4j.nn.plan.PlanTypes;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a {@link Network} layer by layer. A layer reads the one added before it unless sources are
 * given:
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
 * <p>Shapes are inferred as layers are added; a layer that does not fit is an error there, with its
 * name. The builder of a well-known network can be changed further by {@link #replace} and {@link
 * #cutBehind}. Each setting may be given once.
 */
public final class NetworkBuilder extends NetworkStructure {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkBuilder.class);

  private final GraphBuilder graph = new GraphBuilder();
  private @Nullable Boolean outputsNamed;
  private @Nullable ElementType elementType;
  private @Nullable Precision precision;
  private @Nullable Integer segments;
  private @Nullable Long planBytes;
  private @Nullable Kernels kernels;
  private PlanOptions planOptions = PlanOptions.DEFAULT;

  NetworkBuilder() {}

  @Override
  NetworkGraph graph() {
    return graph.graph();
  }

  /** Names an input and gives its shape without the batch. */
  public NetworkBuilder input(String name, Shape shape) {
    graph.input(name, shape);
    return this;
  }

  /**
   * Adds a layer.
   *
   * @param name its name; the parameters' names start with it
   * @param layer the layer
   * @param sources the names of its inputs; by default the layer or input added last
   * @throws ShapeException if the layer cannot take such inputs; the message names the layer
   * @throws IllegalArgumentException if the name is taken or a source does not exist
   */
  public NetworkBuilder add(String name, Layer layer, String... sources) {
    graph.add(name, layer, List.of(sources));
    return this;
  }

  /**
   * Replaces a layer, for example by a head for other classes. The new layer has the same inputs;
   * the shapes after it are inferred and checked again.
   *
   * @param name the name of the layer, which is kept
   * @param layer the new layer
   * @throws ShapeException if it cannot take such inputs, or a later layer its output; the message
   *     names the layer, and nothing is changed
   * @throws IllegalArgumentException if there is no such layer
   */
  public NetworkBuilder replace(String name, Layer layer) {
    graph.replace(name, layer);
    return this;
  }

  /**
   * Keeps this layer, which becomes the last one, and all layers that it depends on; removes all
   * others and the setting of outputs.
   *
   * @throws IllegalArgumentException if there is no such layer
   */
  public NetworkBuilder cutBehind(String name) {
    graph.cutBehind(name);
    outputsNamed = null;
    return this;
  }

  /** The name of the layer or input added last, which the next layer reads by default. */
  public String last() {
    return graph.lastAdded("last()");
  }

  /** The shape of a layer's output or of an input, without the batch. */
  public Shape shape(String name) {
    return graph.shape("shape()", name);
  }

  /** Names the outputs, the main one first. By default the layer added last is the only one. */
  public NetworkBuilder outputs(String... names) {
    outputsNamed = Check.once("outputs", outputsNamed, true);
    graph.outputs(List.of(names));
    return this;
  }

  /** Sets the element type; single precision by default. */
  public NetworkBuilder elementType(ElementType type) {
    this.elementType = Check.once("element type", this.elementType, type);
    return this;
  }

  /**
   * Sets the precision; {@link Precision#F32} by default. If the machine does not support it, a
   * warning is logged and the network computes in single precision.
   */
  public NetworkBuilder precision(Precision precision) {
    this.precision = Check.once("precision", this.precision, precision);
    return this;
  }

  /**
   * Sets the kernels, which the network then owns; by default the highest-ranked ones that run on
   * the machine.
   */
  public NetworkBuilder kernels(Kernels kernels) {
    this.kernels = Check.once("kernels", this.kernels, kernels);
    return this;
  }

  /**
   * Saves memory in training at the cost of time: divides the layers into about this many segments,
   * keeps the values at their borders, and recomputes the others before the backward computation.
   * The results have the same bits. The square root of the number of layers is a good start.
   */
  public NetworkBuilder recomputing(int segments) {
    this.segments = Check.once("recomputing", this.segments, Check.positive("segments", segments));
    return this;
  }

  /**
   * Sets the number of bytes that the network may keep for repeated batch sizes and extents; 1 GiB
   * by default. The least recently used are dropped first, and made again when needed. The last
   * computation of each mode is always kept, whatever its size.
   *
   * @param bytes at least 1
   */
  public NetworkBuilder planMemory(long bytes) {
    Check.argument(bytes > 0, "plan memory", "at least 1 byte", bytes, "say how much there is");
    this.planBytes = Check.once("plan memory", this.planBytes, bytes);
    return this;
  }

  /** Sets the options of plans, for tests. */
  NetworkBuilder planOptions(PlanOptions options) {
    this.planOptions = options;
    return this;
  }

  /**
   * Builds the network and draws its weights from {@code seed}.
   *
   * @throws IllegalArgumentException if there are no layers, or the output of one is not used
   * @throws KernelsUnavailableException if no backend of ND4J is on the class path
   */
  public Network build(Seed seed) {
    Check.given("seed", seed);
    KernelsUnavailableException.checkBackend();
    NetworkGraph built = graph.checkedGraph();
    ElementType type = elementType == null ? ElementType.FLOAT32 : elementType;
    Precision wanted = precision == null ? Precision.F32 : precision;
    Check.argument(
        wanted == Precision.F32 || type == ElementType.FLOAT32,
        "element type of a network in precision " + wanted,
        ElementType.FLOAT32,
        type,
        "leave one of the two settings out");
    if (kernels != null) {
      return network(built, kernels, type, wanted, seed);
    }
    List<String> warnings = new ArrayList<>();
    Kernels opened = KernelChoice.open(type, warnings::add);
    boolean done = false;
    try {
      Network network = network(built, opened, type, wanted, seed);
      warnings.forEach(network::warn);
      done = true;
      return network;
    } finally {
      // If weights cannot be drawn or allocated, no memory leaks.
      if (!done) {
        opened.close();
      }
    }
  }

  private Network network(
      NetworkGraph built, Kernels used, ElementType type, Precision wanted, Seed seed) {
    PlanOptions options = segments == null ? planOptions : planOptions.segments(segments);
    if (planBytes != null) {
      options = options.bytes(planBytes);
    }
    ElementType activations = wanted == Precision.F32 ? type : wanted.activations();
    if (wanted == Precision.F32 || used.computesIn(activations)) {
      return new Network(built, used, new PlanTypes(activations, type), options, seed);
    }
    Network network = new Network(built, used, new PlanTypes(type, type), options, seed);
    String text =
        "Precision %s: this machine's kernels (%s) do not compute in %s; computing in %s instead"
            .formatted(wanted, used.name(), activations, type);
    LOG.warn("{}", text);
    network.warn(text);
    return network;
  }
}
