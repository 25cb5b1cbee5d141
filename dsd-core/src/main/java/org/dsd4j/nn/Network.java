package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.plan.MemoryUse;
import org.dsd4j.nn.plan.PlanOptions;
import org.dsd4j.nn.plan.PlanTypes;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A directed acyclic graph of named layers with their parameters.
 *
 * <p>Built by {@link #builder(Shape)}, which infers and checks every shape. Then any number of
 * forward and backward computations may follow, and {@link #close()} gives all memory back. Values
 * and gradients are laid out when a mode and batch size are first seen, in one stretch of memory in
 * which those that are never needed at the same time share their place. It is kept for the modes
 * and batch sizes used last, as many as have room ({@link NetworkBuilder#planMemory}).
 *
 * <p>The first dimension of all inputs and outputs is the batch: images are [N, H, W, C].
 *
 * <p>One thread at a time: one that computes, copies weights or closes while another does fails
 * with an {@link IllegalStateException}, and the other goes on. Different networks may compute at
 * the same time. An unreachable network that was not closed is released by the garbage collector,
 * with a warning that names where it was built.
 */
public final class Network extends NetworkStructure implements AutoCloseable {
  private final Kernels kernels;
  private final PlanTypes types;
  private final NetworkParameters parameters;
  final Computations computations;
  private final HeldStatistics statistics;
  private final List<String> warnings = new ArrayList<>();

  Network(NetworkGraph graph, Kernels kernels, PlanTypes types, PlanOptions options, Seed seed) {
    this.statistics = new HeldStatistics(graph);
    this.kernels = kernels;
    this.types = types;
    this.parameters = new ParameterFactory(kernels, types.statistics(), seed).create(graph);
    Unclosed unclosed = Unclosed.network(this, kernels.memory().bytesHeld());
    this.computations = new Computations(kernels, types, parameters.byName(), options, unclosed);
  }

  /** Starts a network with one input of this shape, named {@code input}, without the batch. */
  public static NetworkBuilder builder(Shape input) {
    return new NetworkBuilder().input("input", input);
  }

  /** Starts a network whose inputs are still to be named. */
  public static NetworkBuilder builder() {
    return new NetworkBuilder();
  }

  @Override
  NetworkGraph graph() {
    return statistics.graph();
  }

  @Override
  Collection<Parameter> weights() {
    return parameters.all();
  }

  /** The kernels in use. */
  public Kernels kernels() {
    return kernels;
  }

  /** The type of weights, outputs and all other values that are not activations. */
  public ElementType elementType() {
    return types.statistics();
  }

  /** The type of activations and their gradients; see {@link Precision}. */
  public ElementType activationType() {
    return types.activations();
  }

  /**
   * Settings that could not be met, such as the precision, what slows the kernels, and the warnings
   * of layers since training began; empty if there are none.
   */
  public List<String> warnings() {
    return Stream.of(kernels.warnings(), warnings, computations.plans().warnings())
        .<String>flatMap(Collection::stream)
        .toList();
  }

  void warn(String text) {
    warnings.add(text);
  }

  /** The trainable parameters, frozen or not, in the order of the layers. */
  public List<Parameter> parameters() {
    return parameters.trainable(true);
  }

  /** The statistics that training gathers, such as the running means of batch normalisation. */
  public List<Parameter> statistics() {
    return parameters.trainable(false);
  }

  /**
   * The parameter or statistic of this name, such as {@code conv1.weight}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public Parameter parameter(String name) {
    return parameters.get(name);
  }

  /**
   * Keeps these parameters as they are from the next step on: no gradient is computed for them, nor
   * before the first trained one. Statistics are still gathered; see {@link #holdStatistics}.
   *
   * @param names of parameters or layers; see {@link NamePattern}
   * @throws IllegalArgumentException if one matches no parameter; then nothing has changed
   */
  public void freeze(String... names) {
    parameters.select("freeze()", names).forEach(Parameter::freeze);
  }

  /** Trains these parameters again; names as in {@link #freeze}. */
  public void unfreeze(String... names) {
    parameters.select("unfreeze()", names).forEach(Parameter::unfreeze);
  }

  /**
   * Lets these layers compute in training as in inference: a batch normalisation normalises by its
   * running statistics, which stay as they are. Its scale and shift are trained unless they are
   * frozen.
   *
   * @param names of layers with statistics; see {@link NamePattern}
   * @throws IllegalArgumentException if one matches no such layer; then nothing has changed
   */
  public void holdStatistics(String... names) {
    statistics.hold(names);
  }

  /** Lets these layers gather statistics again; names as in {@link #holdStatistics}. */
  public void releaseStatistics(String... names) {
    statistics.release(names);
  }

  /**
   * Sets the states that layers carry from one training batch to the next to zero, as before an
   * epoch.
   */
  public void resetState() {
    computations.guard().run(() -> parameters.resetCarriedState(kernels.memory()));
  }

  /** The layers whose statistics are held, in the order in which they were set. */
  public List<String> heldStatistics() {
    return statistics.names();
  }

  /**
   * The main output for a batch of inputs, as an array of the caller's. Where an output depends on
   * a NaN of its sample, it is NaN, on all kernels. Inputs may have other extents than the network
   * was built for where all parameters are the same, such as longer sequences; see {@link
   * #begin(Mode, Shape...)}.
   *
   * @throws ShapeException if the inputs do not fit; the message compares them with the network's
   */
  public INDArray predict(INDArray... inputs) {
    return computations.predict(graph(), Lengths.whole(), inputs);
  }

  /**
   * The main output for a padded batch of sequences, as an array of the caller's. A sequence's
   * output does not depend on how far it is padded. If the output is itself a batch of sequences
   * [N, T, ...], {@link #outputShape} gives each sequence's own number of steps; the others are
   * padding.
   *
   * @param batch the sequences [N, T, ...], padded to the longest
   * @param lengths how many steps of each are real
   * @throws ShapeException if the batch does not fit; the message compares it with the network's
   * @throws IllegalArgumentException if the network has several inputs, or the lengths do not suit
   *     the batch
   */
  public INDArray predict(INDArray batch, Lengths lengths) {
    return computations.predict(graph(), lengths, batch);
  }

  /**
   * Runs several calls as one computation: another thread that computes in between fails, as it
   * does within one call. Calls may be nested.
   *
   * @throws IllegalStateException if another thread computes, or the network was closed
   */
  public <T> T exclusively(Supplier<T> work) {
    return computations.guard().run(work);
  }

  /**
   * Starts a computation on a batch of {@code batchSize}: set its inputs, then go forward, then,
   * with gradients, maybe backward. It is valid until the next one of this mode begins.
   */
  public NetworkPass begin(Mode mode, int batchSize) {
    return computations.begin(graph(), mode, batchSize);
  }

  /**
   * Starts a computation on a batch of inputs of these shapes, which may have other extents than
   * those that the network was built for: longer sequences, or larger pictures where the network is
   * one of convolutions. It is valid until the next one of this mode begins.
   *
   * @param inputs the shape of each input with the batch in front
   * @throws ShapeException if the layers cannot take such inputs, or only with other parameters;
   *     the message names the layer and the network's inputs
   */
  public NetworkPass begin(Mode mode, Shape... inputs) {
    return computations.begin(graph(), mode, inputs);
  }

  /**
   * Starts a computation for inference that ends at this layer, whose output is its only one. Its
   * inputs are those that this output depends on.
   *
   * @throws IllegalArgumentException if there is no such layer; the message lists the names
   */
  public NetworkPass beginUpTo(String layer, int batchSize) {
    return computations.begin(graph().upTo(layer), Mode.INFERENCE, batchSize);
  }

  /** Throws an {@link IllegalStateException} if the network was closed. */
  public void requireOpen() {
    computations.guard().checkOpen();
  }

  /**
   * Reserves the network for one trainer, until {@link #endTraining}.
   *
   * @throws IllegalStateException if another trains it, or it was closed
   */
  public void beginTraining() {
    computations.guard().beginTraining();
    computations.plans().warnings().clear();
  }

  /** Ends what {@link #beginTraining} began. */
  public void endTraining() {
    computations.guard().endTraining();
  }

  /** A copy of all parameters and statistics. */
  public WeightSnapshot snapshot() {
    return snapshot(WeightSnapshot.of(Map.of()));
  }

  /**
   * A copy of all parameters and statistics, in the memory of a snapshot that is no longer needed
   * as far as that fits.
   *
   * @param spare closed by this; its arrays must not be read any more
   */
  public WeightSnapshot snapshot(WeightSnapshot spare) {
    return computations.guard().run(() -> WeightSnapshot.of(parameters.all(), spare));
  }

  /**
   * Sets all parameters and statistics to what they were when the snapshot was taken.
   *
   * @throws IllegalArgumentException if the snapshot is of another network; then nothing changed
   */
  public void restore(WeightSnapshot snapshot) {
    computations.guard().run(() -> snapshot.copyTo(parameters.byName()));
  }

  /** The memory that is held at the moment, and what sharing saves. */
  public MemoryUse memoryUse() {
    return computations.guard().run(() -> parameters.memoryUse(computations.plans()));
  }

  /**
   * Releases all memory, except for arrays that are still reachable ({@link Parameter#array}).
   * Closing again has no effect.
   *
   * @throws IllegalStateException if a thread computes at the moment
   */
  @Override
  public void close() {
    computations.close();
  }
}
