package org.dsd4j.nn.layer.recurrent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Recurrent layers on sequences [T, F]: {@link Lstm}, {@link Gru} and {@link Rnn}, one or several
 * on each other, in one direction or two, as PyTorch's.
 *
 * <p><b>Output.</b> The states after each step, [T, H], or [T, 2·H] with two directions, the
 * reversed one's behind the other's; of {@link #lastState} the states after the last step alone.
 * The steps beyond a sequence's length take no part: outputs there are 0, and a reversed direction
 * starts with the last real step.
 *
 * <p><b>Parameters</b> of layer k, in this order and G blocks of rows for the gates: {@code
 * weight_ih_lk} [G·H, F] (F of the layers after the first is what one puts out), {@code
 * weight_hh_lk} [G·H, H], {@code bias_ih_lk} [G·H] and {@code bias_hh_lk} [G·H]; with two
 * directions then the same again with {@code _reverse} behind the names. They start uniformly in
 * ±1/√H.
 *
 * <p><b>Initial states</b> are zero unless there are further inputs: the states of all layers and
 * directions [layers · directions, H] (or [H] of a single one), for an LSTM its cells likewise; or
 * unless they are {@linkplain #carryingState carried}.
 *
 * <p>A layer with another cell extends this class and passes a {@link RecurrentCell.Custom}; {@link
 * Gru} shows the four members that it has.
 *
 * @param <L> the layer's own type
 */
public abstract class RecurrentLayer<L extends RecurrentLayer<L>> implements Layer {
  private final RecurrentCell cell;
  private final RecurrentSettings settings;

  /**
   * A layer of this cell.
   *
   * @throws IllegalArgumentException if the cell has no gates
   */
  protected RecurrentLayer(RecurrentCell cell, RecurrentSettings settings) {
    Check.positive("gates of a recurrent cell", cell.gates());
    this.cell = cell;
    this.settings = settings;
  }

  /** This layer with other settings. */
  protected abstract L with(RecurrentSettings settings);

  /** The same with so many layers on each other; one by default. */
  public L layers(int layers) {
    return with(settings.layers(layers));
  }

  /** The same with a second direction in each layer. */
  public L bidirectional() {
    return with(settings.bidirectional());
  }

  /** The same without biases. */
  public L withoutBias() {
    return with(settings.withoutBias());
  }

  /**
   * The same with dropout on what each layer reads of the one below, in training: other elements at
   * each step, as in PyTorch.
   *
   * @param rate the share that is dropped, in [0, 1)
   */
  public L dropout(double rate) {
    return with(settings.dropout(rate, false));
  }

  /**
   * The same with dropout between the layers that drops the same channels at every step of a
   * sequence (Gal and Ghahramani 2016).
   *
   * @param rate the share that is dropped, in [0, 1)
   */
  public L variationalDropout(double rate) {
    return with(settings.dropout(rate, true));
  }

  /**
   * The same that puts out no sequence but, for each direction, the state after its last step, [H]
   * or [2·H]: what a classifier of sequences reads.
   */
  public L lastState() {
    return with(settings.lastState());
  }

  /**
   * The same for truncated backpropagation through time: in training, the states that a batch ends
   * with are those that the next one starts with, sample by sample, and no gradient flows from one
   * to the other. So sample i of each batch has to go on where sample i of the batch before ended:
   * data in that order, not shuffled. A smaller batch takes and leaves the states of its first
   * samples.
   *
   * <p>The states are in the network's statistics and so in its checkpoints, not in weight files.
   * Training sets them to zero at the start of each epoch, and so does {@code
   * Network.resetState()}. Inference starts with zeros.
   *
   * @param batchSize the samples of a training batch
   */
  public L carryingState(int batchSize) {
    return with(settings.carrying(batchSize));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape sequence = checked(inputs);
    int width = settings.stack().width();
    return settings.ends().lastState() ? Shape.of(width) : sequence.withLast(width);
  }

  private Shape checked(List<Shape> inputs) {
    int most = cell.hasCell() ? 3 : 2;
    if (inputs.size() != 1 && inputs.size() != most) {
      throw new ShapeException(
          "inputs",
          "a sequence, or with it initial states" + (cell.hasCell() ? " and cells" : ""),
          inputs.size(),
          "name 1 or " + most + " sources");
    }
    Shape sequence = inputs.get(0);
    if (sequence.rank() != 2) {
      throw new ShapeException(
          "input", "a sequence [steps, features]", sequence, "do not flatten before this layer");
    }
    RecurrentSettings.Stack stack = settings.stack();
    Shape states = Shape.of(stack.states(), stack.hidden());
    for (Shape initial : inputs.subList(1, inputs.size())) {
      boolean single = stack.states() == 1 && initial.equals(Shape.of(stack.hidden()));
      if (!single && !initial.equals(states)) {
        throw new ShapeException(
            "initial states", states, initial, "pass one state for each layer and direction");
      }
    }
    Check.argument(
        inputs.size() == 1 || settings.ends().carried() == 0,
        "initial states of a layer that carries them from batch to batch",
        "none",
        inputs.size() - 1,
        "leave out the inputs or carryingState()");
    return sequence;
  }

  @Override
  public boolean endsSequences() {
    return settings.ends().lastState();
  }

  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    return new RecurrentParameters(cell, settings, forgetBias()).declare(checked(inputs).last());
  }

  /** What the sum of an LSTM's biases of the forget gate starts as; empty for as any other. */
  Optional<Double> forgetBias() {
    return Optional.empty();
  }

  @Override
  public List<SavedSpec> saved(List<Shape> batchedInputs, Kernels kernels) {
    return new RecurrentSaved(cell, settings).declare(batchedInputs.get(0), kernels.recurrent());
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    Shape sequence = checked(inputs);
    RecurrentSettings.Stack stack = settings.stack();
    long perStep = 0;
    for (int layer = 0; layer < stack.layers(); layer++) {
      long read = layer == 0 ? sequence.last() : stack.width();
      perStep += stack.directions() * (read + stack.hidden()) * rows();
    }
    return sequence.extent(0) * perStep;
  }

  @Override
  public long multiplyAddsOfInputs(List<Shape> inputs) {
    return checked(inputs).elements() * settings.stack().directions() * rows();
  }

  private long rows() {
    return (long) cell.gates() * settings.stack().hidden();
  }

  @Override
  public void forward(Pass pass) {
    new RecurrentForward(cell, settings, pass).run();
  }

  @Override
  public void backward(BackwardPass pass) {
    new RecurrentBackward(cell, settings, pass).run();
  }

  @Override
  public Set<Reads> backwardReads() {
    return Set.of(Reads.INPUTS);
  }

  @Override
  public Optional<LayerDescription> description() {
    return Optional.of(described(settings.describe(LayerDescription.of(this))));
  }

  /** A description with what a kind of recurrent layer has beside the settings of all. */
  protected LayerDescription described(LayerDescription description) {
    return description;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + settings + describe() + ")";
  }

  /** Further settings, each with a comma in front. */
  protected String describe() {
    return "";
  }
}
