package org.dsd4j.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.plan.PlanStep;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One layer outside of a network, with all its tensors at hand. Gradients start as rubbish, so that
 * a layer that adds to them or leaves them out is found.
 */
public final class LayerHarness implements BackwardPass, AutoCloseable {
  /** What output and gradients hold before a layer writes them. */
  public static final double RUBBISH = 1e3;

  private final Kernels kernels;
  private final ElementType type;
  private final Layer layer;
  private final Node node;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> inputGradients = new ArrayList<>();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> parameterGradients = new LinkedHashMap<>();
  private final Map<String, Tensor> saved = new LinkedHashMap<>();
  private final List<Tensor> owned = new ArrayList<>();
  private final Tensor output;
  private final Tensor outputGradient;
  private final List<String> warnings = new ArrayList<>();
  private Mode mode = Mode.TRAINING;
  private Seed randomness = Seed.of(1);
  private Lengths lengths = Lengths.whole();
  private @Nullable Node function;
  private boolean held;
  private boolean recomputation;
  private boolean wantsInputGradients = true;
  private boolean wantsParameterGradients = true;

  /** A layer for inputs of these shapes, the batch included. */
  public LayerHarness(Kernels kernels, ElementType type, Layer layer, List<Shape> batched) {
    this.kernels = kernels;
    this.type = type;
    this.layer = layer;
    List<Shape> shapes = batched.stream().map(Shape::unbatched).toList();
    for (Shape shape : batched) {
      inputs.add(allocate(shape));
      inputGradients.add(rubbish(shape));
    }
    for (ParameterSpec spec : layer.parameters(shapes)) {
      Tensor value = allocate(spec.shape());
      float[] start = new float[(int) spec.shape().elements()];
      spec.initializer().fill(start, spec.shape(), Seed.of(3).derive(spec.name()).stream());
      value.set(start);
      parameters.put(spec.name(), value);
      if (spec.role().trainable()) {
        parameterGradients.put(spec.name(), rubbish(spec.shape()));
      }
    }
    for (SavedSpec spec : layer.saved(batched, kernels)) {
      saved.put(spec.name(), allocate(spec.shape()));
    }
    Shape unbatched = layer.outputShape(shapes);
    List<String> sources = IntStream.range(0, shapes.size()).mapToObj(i -> "input " + i).toList();
    node = new Node("layer", layer, sources, shapes, unbatched, false);
    Shape out = unbatched.batched(batched.get(0).extent(0));
    output = rubbish(out);
    outputGradient = allocate(out);
  }

  private Tensor allocate(Shape shape) {
    Tensor tensor = kernels.memory().allocate(type, shape);
    owned.add(tensor);
    return tensor;
  }

  private Tensor rubbish(Shape shape) {
    Tensor tensor = allocate(shape);
    kernels.memory().fill(tensor, RUBBISH);
    return tensor;
  }

  /** Computes what comes next in this mode. */
  public LayerHarness mode(Mode mode) {
    this.mode = mode;
    return this;
  }

  /** Takes statistics as they are. */
  public LayerHarness holdingStatistics() {
    this.held = true;
    return this;
  }

  /**
   * Ends with this activation as a plan would have it.
   *
   * @return whether a plan makes one step of both
   */
  public boolean endWith(Layer activation) {
    Shape shape = node.outputShape();
    Node next =
        new Node("function", activation, List.of(node.name()), List.of(shape), shape, false);
    function = step().endingWith(next).isPresent() ? next : null;
    return function != null;
  }

  /** What a plan makes of the layer. */
  public PlanStep step() {
    Node here =
        new Node(
            node.name(),
            layer,
            node.sources(),
            node.inputShapes(),
            node.outputShape(),
            held && node.hasStatistics());
    return new PlanStep(here, function, mode);
  }

  /** Draws from this seed. */
  public LayerHarness seed(long seed) {
    this.randomness = Seed.of(seed);
    return this;
  }

  /** Says how many steps of each sequence are real; by default all. */
  public LayerHarness lengths(Lengths lengths) {
    this.lengths = lengths;
    return this;
  }

  /** Says which gradients are asked for; by default all. */
  public LayerHarness wanting(boolean ofInputs, boolean ofParameters) {
    this.wantsInputGradients = ofInputs;
    this.wantsParameterGradients = ofParameters;
    return this;
  }

  /** Makes output and gradients rubbish again. */
  public LayerHarness spoil() {
    kernels.memory().fill(output, RUBBISH);
    inputGradients.forEach(tensor -> kernels.memory().fill(tensor, RUBBISH));
    parameterGradients.values().forEach(tensor -> kernels.memory().fill(tensor, RUBBISH));
    return this;
  }

  /** Computes the output. */
  public LayerHarness forward() {
    step().forward(this);
    return this;
  }

  /** Computes the output once more, as where it was not kept. */
  public LayerHarness recompute() {
    recomputation = true;
    step().forward(this);
    recomputation = false;
    return this;
  }

  /** Computes the gradients. */
  public LayerHarness backward() {
    step().backward(this);
    return this;
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  /** What the layer warned of. */
  public List<String> warnings() {
    return warnings;
  }

  /** The layer. */
  public Layer layer() {
    return layer;
  }

  /** The inputs' shapes, without the batch. */
  public List<Shape> inputShapes() {
    return inputs.stream().map(tensor -> tensor.shape().unbatched()).toList();
  }

  /** The type of all tensors. */
  public ElementType type() {
    return type;
  }

  /** The parameters and statistics, by name. */
  public Map<String, Tensor> parameters() {
    return parameters;
  }

  /** The gradient of input {@code index}, whether asked for or not. */
  public Tensor gradientOfInput(int index) {
    return inputGradients.get(index);
  }

  /** The gradients of all parameters that have one. */
  public Map<String, Tensor> parameterGradients() {
    return parameterGradients;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public boolean holdsStatistics() {
    return step().holdsStatistics();
  }

  @Override
  public @Nullable Activation activation() {
    return step().function();
  }

  @Override
  public int inputs() {
    return inputs.size();
  }

  @Override
  public Tensor input(int index) {
    return inputs.get(index);
  }

  @Override
  public boolean isRecomputation() {
    return recomputation;
  }

  @Override
  public Lengths lengths() {
    return lengths;
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public Tensor parameter(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  @Override
  public Tensor saved(String name) {
    return Objects.requireNonNull(saved.get(name), name);
  }

  @Override
  public Seed randomness() {
    return randomness;
  }

  @Override
  public Tensor outputGradient() {
    return outputGradient;
  }

  @Override
  public @Nullable Tensor inputGradient(int index) {
    return wantsInputGradients ? inputGradients.get(index) : null;
  }

  @Override
  public @Nullable Tensor parameterGradient(String name) {
    return wantsParameterGradients ? parameterGradients.get(name) : null;
  }

  @Override
  public void close() {
    owned.forEach(kernels.memory()::release);
  }
}
