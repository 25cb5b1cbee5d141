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
 * stacked, in one direction or two, as in PyTorch.
 *
 * <p><b>Output.</b> The states after each step, [T, H], or [T, 2·H] with two directions, those of
 * the reversed one last; with {@link #lastState} only the states after the last step. Steps beyond
 * a sequence's length are not computed: outputs there are 0, and a reversed direction starts with
 * the last real step.
 *
 * <p><b>Parameters</b> of layer k, in this order and with G blocks of rows for the gates: {@code
 * weight_ih_lk} [G·H, F] (in the layers after the first, F is the width of the output), {@code
 * weight_hh_lk} [G·H, H], {@code bias_ih_lk} [G·H] and {@code bias_hh_lk} [G·H]; with two
 * directions then the same again with {@code _reverse} after the names. They start uniformly in
 * ±1/√H.
 *
 * <p><b>Initial states</b> are zero, unless they are {@linkplain #carryingState carried} or further
 * inputs: the states of all layers and directions [layers · directions, H] (or [H] of a single
 * one), and for an LSTM its cells in the same form.
 *
 * <p>A layer with another cell extends this class and passes a {@link RecurrentCell.CustomCell};
 * {@link Gru} shows the four members that it needs.
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

  /** This layer with so many layers stacked; one by default. */
  public L layers(int layers) {
    return with(settings.layers(layers));
  }

  /** This layer with a second direction in each layer. */
  public L bidirectional() {
    return with(settings.bidirectional());
  }

  /** This layer without biases. */
  public L withoutBias() {
    return with(settings.withoutBias());
  }

  /**
   * This layer with dropout between stacked layers, in training: different elements at each step,
   * as in PyTorch.
   *
   * @param rate the share that is dropped, in [0, 1)
   */
  public L dropout(double rate) {
    return with(settings.dropout(rate, false));
  }

  /**
   * This layer with dropout between stacked layers, in training: the same channels at every step of
   * a sequence (Gal and Ghahramani 2016).
   *
   * @param rate the share that is dropped, in [0, 1)
   */
  public L variationalDropout(double rate) {
    return with(settings.dropout(rate, true));
  }

  /**
   * This layer with no sequence as its output but the state after the last step of each direction,
   * [H] or [2·H], as a classifier of sequences reads it.
   */
  public L lastState() {
    return with(settings.lastState());
  }

  /**
   * This layer for truncated backpropagation through time: in training, each batch starts with the
   * states that the one before ended with, sample by sample, and no gradient flows between batches.
   * So sample i of each batch has to continue sample i of the batch before, without shuffling. A
   * smaller batch uses the states of the first samples.
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

  /**
   * The initial sum of the biases of an LSTM's forget gate; empty if it starts like the other
   * gates.
   */
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

  /** Adds the settings of this kind of recurrent layer to the common ones. */
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
