package org.dsd4j.nn.layer.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Interpolation;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.Recurrent.Channels;
import org.dsd4j.kernel.Recurrent.Outputs;
import org.dsd4j.kernel.Recurrent.States;
import org.dsd4j.kernel.Recurrent.Sweep;
import org.dsd4j.kernel.RecurrentCell;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The forward computation of recurrent layers: layer by layer, direction by direction. */
final class RecurrentForward {
  private final RecurrentCell cell;
  private final RecurrentSettings settings;
  private final Pass pass;
  private final boolean carries;

  RecurrentForward(RecurrentCell cell, RecurrentSettings settings, Pass pass) {
    this.cell = cell;
    this.settings = settings;
    this.pass = pass;
    this.carries = settings.ends().carried() > 0 && !pass.holdsStatistics();
  }

  void run() {
    if (carries) {
      receiveCarried();
    }
    RecurrentSettings.Stack stack = settings.stack();
    for (int layer = 0; layer < stack.layers(); layer++) {
      for (int direction = 0; direction < stack.directions(); direction++) {
        sweep(layer, direction);
      }
      if (layer < stack.layers() - 1 && drops(settings, pass)) {
        drop(layer);
      }
    }
  }

  private void receiveCarried() {
    int samples = pass.input().shape().extent(0);
    Check.argument(
        samples <= settings.ends().carried(),
        "batch of a layer that carries its state",
        "at most " + settings.ends().carried() + " samples",
        samples,
        "train with that batch size, or build the layer with carryingState(" + samples + ")");
    if (!pass.isRecomputation()) {
      receive(false);
      if (cell.hasCell()) {
        receive(true);
      }
    }
  }

  private void receive(boolean ofCell) {
    Tensor left = pass.parameter(RecurrentParameters.carried(ofCell, false));
    Tensor given = pass.parameter(RecurrentParameters.carried(ofCell, true));
    pass.kernels().memory().copy(left, given);
  }

  private void sweep(int layer, int direction) {
    RecurrentSettings.Stack stack = settings.stack();
    boolean last = layer == stack.layers() - 1;
    int from = direction * stack.hidden();
    List<States> ends = new ArrayList<>();
    Channels sequence = null;
    if (!last) {
      sequence = new Channels(pass.saved(RecurrentSaved.output(layer)), from);
    } else if (settings.ends().lastState()) {
      ends.add(new States(pass.output(), null, from));
    } else {
      sequence = new Channels(pass.output(), from);
    }
    if (carries && !pass.isRecomputation()) {
      ends.add(carried(false, layer, direction));
    }
    Sweep sweep = new Sweep(cell, pass.lengths(), direction == 1);
    States initial = initial(layer, direction);
    Outputs outputs = new Outputs(sequence, ends);
    pass.kernels()
        .recurrent()
        .forward(
            sweep,
            input(pass, layer),
            RecurrentWeights.of(pass, settings, layer, direction),
            initial,
            outputs,
            pass.saved(RecurrentSaved.steps(layer, direction)));
    if (pass.keepsNaN() && mayLoseNaN()) {
      keepNaN(sweep, input(pass, layer), initial, outputs);
    }
  }

  private boolean mayLoseNaN() {
    return cell instanceof RecurrentCell.PlainCell || cell instanceof RecurrentCell.CustomCell;
  }

  /**
   * A rectified state may turn NaN into a number; from there on, all of a sequence's states are set
   * to NaN.
   */
  private void keepNaN(Sweep sweep, Tensor x, States initial, Outputs outputs) {
    int samples = x.shape().extent(0);
    int extent = x.shape().extent(1);
    float[] steps = x.toFloats();
    int width = steps.length / (samples * extent);
    for (int sample = 0; sample < samples; sample++) {
      int length = sweep.lengths().steps(sample, extent);
      boolean lost =
          isLost(initial.hidden(), initial.from(), sample)
              || isLost(initial.cell(), initial.from(), sample);
      for (int i = 0; i < length; i++) {
        int step = sample * extent + (sweep.reversed() ? length - 1 - i : i);
        lost |= hasNaN(steps, step * width, width);
        Channels sequence = outputs.sequence();
        if (lost && sequence != null) {
          lose(sequence.tensor(), (long) step * sequence.tensor().shape().last() + sequence.from());
        }
      }
      for (States last : outputs.last()) {
        if (lost && last.hidden() != null) {
          lose(last.hidden(), sample * last.hidden().shape().unbatched().elements() + last.from());
        }
      }
    }
  }

  private boolean isLost(@Nullable Tensor states, int from, int sample) {
    if (states == null) {
      return false;
    }
    int ofSample = Math.toIntExact(states.shape().unbatched().elements());
    return hasNaN(states.toFloats(), sample * ofSample + from, settings.stack().hidden());
  }

  private static boolean hasNaN(float[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (Float.isNaN(values[i])) {
        return true;
      }
    }
    return false;
  }

  private void lose(Tensor states, long from) {
    Memory memory = pass.kernels().memory();
    memory.fill(memory.view(states, from, Shape.of(settings.stack().hidden())), Double.NaN);
  }

  /** The input of a layer. */
  static Tensor input(Pass pass, int layer) {
    return layer == 0 ? pass.input() : pass.saved(RecurrentSaved.output(layer - 1));
  }

  private States initial(int layer, int direction) {
    if (carries) {
      return carried(true, layer, direction);
    }
    return pass.inputs() == 1
        ? States.NONE
        : new States(
            pass.input(1),
            cell.hasCell() ? pass.input(2) : null,
            RecurrentWeights.firstChannel(settings, layer, direction));
  }

  private States carried(boolean given, int layer, int direction) {
    return new States(
        carriedPart(false, given),
        cell.hasCell() ? carriedPart(true, given) : null,
        RecurrentWeights.firstChannel(settings, layer, direction));
  }

  /** The carried states of this batch's samples. */
  private Tensor carriedPart(boolean ofCell, boolean given) {
    Tensor all = pass.parameter(RecurrentParameters.carried(ofCell, given));
    Memory memory = pass.kernels().memory();
    Shape shape = all.shape().withFirst(pass.input().shape().extent(0));
    return shape.equals(all.shape()) ? all : memory.view(all, 0, shape);
  }

  /** Whether there is dropout between the layers. */
  static boolean drops(RecurrentSettings settings, Pass pass) {
    return settings.between().rate() > 0 && pass.mode() == Mode.TRAINING;
  }

  private void drop(int layer) {
    Elementwise elementwise = pass.kernels().elementwise();
    Tensor mask = pass.saved(RecurrentSaved.mask(layer));
    long seed = pass.randomness().derive(layer).value();
    if (settings.between().sameAtEachStep()) {
      Tensor ofStep = pass.saved(RecurrentSaved.maskOfStep(layer));
      elementwise.dropoutMask(settings.between().rate(), seed, ofStep);
      pass.kernels().pooling().resample(Interpolation.NEAREST, ofStep, mask);
    } else {
      elementwise.dropoutMask(settings.between().rate(), seed, mask);
    }
    Tensor output = pass.saved(RecurrentSaved.output(layer));
    elementwise.assign(output, Expression.of(output).times(Expression.of(mask)));
  }
}
