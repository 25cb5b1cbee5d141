package org.dsd4j.nn.layer;

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
import org.dsd4j.nn.Mode;
import org.dsd4j.nn.Pass;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

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
    this.carries = settings.ends().carries() && pass.mode() == Mode.TRAINING;
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
    pass.kernels()
        .recurrent()
        .forward(
            new Sweep(cell, pass.lengths(), direction == 1),
            input(pass, layer),
            RecurrentWeights.of(pass, settings, layer, direction),
            initial(layer, direction),
            new Outputs(sequence, ends),
            pass.saved(RecurrentSaved.steps(layer, direction)));
  }

  /** What a layer reads. */
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

  /** The carried states of as many samples as the batch has. */
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
