package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.kernel.Recurrent.Channels;
import org.dsd4j.kernel.Recurrent.Gradients;
import org.dsd4j.kernel.Recurrent.InputGradient;
import org.dsd4j.kernel.Recurrent.OutputGradients;
import org.dsd4j.kernel.Recurrent.Outputs;
import org.dsd4j.kernel.Recurrent.States;
import org.dsd4j.kernel.Recurrent.Sweep;
import org.dsd4j.kernel.Recurrent.WeightGradients;
import org.dsd4j.kernel.Recurrent.Weights;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What recurrent kernels do with lengths, states and parts of tensors; in single precision. */
public abstract class RecurrentContract extends RecurrentFixture {
  @ParameterizedTest
  @MethodSource("sweeps")
  void aBatchOfDifferentLengthsGivesWhatEachSequenceDoesAlone(Sweep sweep) {
    Run batch = new Run(sweep, SAMPLES, STEPS).run();
    float[][] sums = new float[4][];
    for (int sample = 0; sample < SAMPLES; sample++) {
      int length = MIXED.steps(sample, STEPS);
      Sweep whole = new Sweep(sweep.cell(), Lengths.whole(), sweep.reversed());
      Run alone = new Run(whole, 1, length);
      copyStart(batch.givenPerSample(), alone.givenPerSample(), sample);
      alone.run();
      for (int i = 0; i < alone.perSample().size(); i++) {
        assertStart(batch.perSample().get(i), alone.perSample().get(i), sample);
      }
      List<float[]> gradients =
          values(alone.results().subList(alone.perSample().size(), alone.results().size()));
      for (int i = 0; i < sums.length; i++) {
        sums[i] = sum(sums[i], gradients.get(i));
      }
    }
    List<Tensor> all = batch.results();
    for (int i = 0; i < sums.length; i++) {
      assertThat(all.get(all.size() - sums.length + i).toFloats())
          .containsExactly(sums[i], within(1e-5f));
    }
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = b.clone();
    for (int i = 0; a != null && i < sum.length; i++) {
      sum[i] += a[i];
    }
    return sum;
  }

  private static void copyStart(List<Tensor> from, List<Tensor> to, int sample) {
    for (int i = 0; i < from.size(); i++) {
      float[] all = from.get(i).toFloats();
      int first = sample * all.length / SAMPLES;
      int count = (int) to.get(i).shape().elements();
      to.get(i).set(Arrays.copyOfRange(all, first, first + count));
    }
  }

  /** The sample's values start with those of the other, and zeros follow. */
  private static void assertStart(Tensor batch, Tensor alone, int sample) {
    float[] expected = alone.toFloats();
    float[] all = batch.toFloats();
    int first = sample * all.length / SAMPLES;
    int end = first + all.length / SAMPLES;
    assertThat(Arrays.copyOfRange(all, first, first + expected.length))
        .containsExactly(expected, within(1e-5f));
    for (int i = first + expected.length; i < end; i++) {
      assertThat(all[i]).isEqualTo(0f);
    }
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void whatPaddingHoldsChangesNoBit(Sweep sweep) {
    List<float[]> before = values(new Run(sweep, SAMPLES, STEPS).run().results());
    for (float rubbish : new float[] {1e30f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      Run run = new Run(sweep, SAMPLES, STEPS);
      for (Tensor sequence : List.of(run.x, run.given.sequence().tensor())) {
        int width = sequence.shape().last();
        float[] values = sequence.toFloats();
        for (int step = 0; step < SAMPLES * STEPS; step++) {
          if (step % STEPS >= MIXED.steps(step / STEPS, STEPS)) {
            Arrays.fill(values, step * width, (step + 1) * width, rubbish);
          }
        }
        sequence.set(values);
      }
      List<float[]> after = values(run.run().results());
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void theLastStateIsThatAfterTheLastRealStep(Sweep sweep) {
    Run run = new Run(sweep, SAMPLES, STEPS).run();
    float[] y = run.y.toFloats();
    float[] last = run.last.hidden().toFloats();
    for (int sample = 0; sample < SAMPLES; sample++) {
      int step = sweep.reversed() ? 0 : MIXED.steps(sample, STEPS) - 1;
      int from = (sample * STEPS + step) * HIDDEN;
      assertThat(Arrays.copyOfRange(last, sample * HIDDEN, (sample + 1) * HIDDEN))
          .isEqualTo(Arrays.copyOfRange(y, from, from + HIDDEN));
    }
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void goesOnFromAState(Sweep sweep) {
    // Two halves, the second from where the first ended, are the whole.
    RecurrentCell cell = sweep.cell();
    Weights weights = weights(cell);
    Recurrent recurrent = kernels.recurrent();
    Tensor x = random(5, SAMPLES, 4, INPUTS);
    Sweep whole = new Sweep(cell, Lengths.whole(), false);
    Tensor y = empty(SAMPLES, 4, HIDDEN);
    States end =
        new States(empty(SAMPLES, HIDDEN), cell.hasCell() ? empty(SAMPLES, HIDDEN) : null, 0);
    recurrent.forward(
        whole,
        x,
        weights,
        States.NONE,
        new Outputs(new Channels(y, 0), List.of(end)),
        saved(cell, x));
    Tensor state = empty(SAMPLES, HIDDEN);
    Tensor second = cell.hasCell() ? empty(SAMPLES, HIDDEN) : null;
    States carried = new States(state, second, 0);
    for (int half = 0; half < 2; half++) {
      Tensor part = empty(SAMPLES, 2, INPUTS);
      float[] all = x.toFloats();
      float[] some = new float[SAMPLES * 2 * INPUTS];
      for (int sample = 0; sample < SAMPLES; sample++) {
        System.arraycopy(
            all, (sample * 4 + half * 2) * INPUTS, some, sample * 2 * INPUTS, 2 * INPUTS);
      }
      part.set(some);
      Outputs outputs = new Outputs(null, List.of(carried));
      States initial = half == 0 ? States.NONE : carried;
      recurrent.forward(whole, part, weights, initial, outputs, saved(cell, part));
    }
    assertThat(state.toFloats()).containsExactly(end.hidden().toFloats(), within(1e-6f));
    if (second != null) {
      assertThat(second.toFloats()).containsExactly(end.cell().toFloats(), within(1e-6f));
    }
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void givesTheSameBitsAgain(Sweep sweep) {
    List<float[]> first = values(new Run(sweep, SAMPLES, STEPS).run().results());
    new Run(new Sweep(sweep.cell(), Lengths.whole(), true), 2, 7).run();
    List<float[]> again = values(new Run(sweep, SAMPLES, STEPS).run().results());
    for (int i = 0; i < first.size(); i++) {
      assertThat(again.get(i)).isEqualTo(first.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void computesNoMoreThanIsWanted(Sweep sweep) {
    Run run = new Run(sweep, SAMPLES, STEPS).run();
    List<float[]> all = values(run.results());
    float[] saved = run.saved.toFloats();
    Recurrent recurrent = kernels.recurrent();
    WeightGradients w = run.wanted.weights();
    WeightGradients none = new WeightGradients(null, null, null, null);
    List<Gradients> parts =
        List.of(
            new Gradients(null, none, States.NONE),
            new Gradients(run.wanted.x(), none, States.NONE),
            new Gradients(null, new WeightGradients(w.input(), null, null, null), States.NONE),
            new Gradients(null, new WeightGradients(null, null, null, w.hiddenBias()), States.NONE),
            new Gradients(null, none, run.wanted.initial()));
    for (Gradients part : parts) {
      recurrent.backward(sweep, run.x, run.weights, run.saved, run.given, part);
      List<float[]> after = values(run.results());
      for (int i = 0; i < all.size(); i++) {
        assertThat(after.get(i)).isEqualTo(all.get(i));
      }
    }
    assertThat(run.saved.toFloats()).isEqualTo(saved);
  }

  @Test
  void writesOnlyItsChannels() {
    RecurrentCell cell = new RecurrentCell.LstmCell();
    Sweep sweep = new Sweep(cell, MIXED, true);
    Run alone = new Run(sweep, SAMPLES, STEPS).run();
    Tensor wide = empty(SAMPLES, STEPS, HIDDEN + 2);
    Tensor states = empty(SAMPLES, HIDDEN + 1);
    memory.fill(wide, 7);
    memory.fill(states, 7);
    Outputs outputs = new Outputs(new Channels(wide, 1), List.of(new States(states, null, 1)));
    kernels.recurrent().forward(sweep, alone.x, alone.weights, alone.initial, outputs, alone.saved);
    assertPart(wide, 1, alone.y);
    assertPart(states, 1, alone.last.hidden());
    // The gradients of parts, and one that is added.
    Tensor wideGradient = random(20, SAMPLES, STEPS, HIDDEN + 2);
    setPart(wideGradient, 1, alone.given.sequence().tensor());
    Tensor sum = empty(SAMPLES, STEPS, INPUTS);
    memory.fill(sum, 3);
    WeightGradients none = new WeightGradients(null, null, null, null);
    kernels
        .recurrent()
        .backward(
            sweep,
            alone.x,
            alone.weights,
            alone.saved,
            new OutputGradients(new Channels(wideGradient, 1), alone.given.last()),
            new Gradients(new InputGradient(sum, true), none, States.NONE));
    float[] expected = alone.wanted.x().tensor().toFloats();
    for (int i = 0; i < expected.length; i++) {
      expected[i] += 3;
    }
    assertThat(sum.toFloats()).containsExactly(expected, within(1e-6f));
  }

  private static void assertPart(Tensor whole, int from, Tensor part) {
    float[] all = whole.toFloats();
    float[] values = part.toFloats();
    int width = whole.shape().last();
    for (int i = 0; i < all.length; i++) {
      int channel = i % width - from;
      boolean inside = channel >= 0 && channel < HIDDEN;
      assertThat(all[i]).isEqualTo(inside ? values[i / width * HIDDEN + channel] : 7);
    }
  }

  private static void setPart(Tensor whole, int from, Tensor part) {
    float[] all = whole.toFloats();
    float[] values = part.toFloats();
    int width = whole.shape().last();
    for (int i = 0; i < values.length; i++) {
      all[i / HIDDEN * width + from + i % HIDDEN] = values[i];
    }
    whole.set(all);
  }

  @Test
  void aLargeStateStaysFinite() {
    RecurrentCell cell = new RecurrentCell.LstmCell();
    Run run = new Run(new Sweep(cell, Lengths.whole(), false), 2, 3);
    memory.fill(run.x, 1e4);
    run.run();
    run.results().forEach(tensor -> assertThat(memory.allFinite(tensor)).isTrue());
  }

  @Test
  void holdsNoMoreForOtherLengths() {
    // So many steps that the real ones are multiplied in other numbers of rows each time.
    int steps = 128;
    RecurrentCell cell = new RecurrentCell.GruCell();
    new Run(new Sweep(cell, Lengths.whole(), false), SAMPLES, steps).run();
    new Run(new Sweep(cell, Lengths.of(steps, steps - 1, steps - 2), true), SAMPLES, steps).run();
    List<Run> others =
        Stream.of(Lengths.of(7, 100, 128), Lengths.of(60, 1, 2), Lengths.of(128, 90, 100))
            .map(lengths -> new Run(new Sweep(cell, lengths, true), SAMPLES, steps))
            .toList();
    long held = memory.bytesHeld();
    for (Run other : others) {
      other.run();
      assertThat(memory.bytesHeld()).as("%s", other.sweep.lengths()).isEqualTo(held);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    RecurrentCell cell = new RecurrentCell.GruCell();
    Run run = new Run(new Sweep(cell, Lengths.whole(), false), SAMPLES, STEPS);
    Recurrent recurrent = kernels.recurrent();
    Outputs outputs = new Outputs(new Channels(run.y, 0), List.of());
    Weights narrow = new Weights(random(1, 9, 2), random(2, 9, 3), null, null);
    assertThatThrownBy(
            () -> recurrent.forward(run.sweep, run.x, narrow, States.NONE, outputs, run.saved))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[9, 4]")
        .hasMessageContaining("[9, 2]");
    assertThatThrownBy(
            () -> recurrent.forward(run.sweep, run.x, run.weights, run.initial, outputs, run.y))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("saved");
    Outputs behind = new Outputs(new Channels(run.y, 1), List.of());
    assertThatThrownBy(
            () -> recurrent.forward(run.sweep, run.x, run.weights, run.initial, behind, run.saved))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("from number 1");
    States withCell = new States(null, random(1, SAMPLES, HIDDEN), 0);
    assertThatThrownBy(
            () -> recurrent.forward(run.sweep, run.x, run.weights, withCell, outputs, run.saved))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("no cell");
    Sweep tooLong = new Sweep(cell, Lengths.of(1, 2, 6), false);
    assertThatThrownBy(
            () -> recurrent.forward(tooLong, run.x, run.weights, run.initial, outputs, run.saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most the batch's 5 steps");
    assertThat(run.y.toFloats()).containsOnly(Float.NaN);
    assertThatThrownBy(() -> new RecurrentCell.PlainCell(Activation.of(Activation.Kind.GELU)))
        .hasMessageContaining("GELU");
    assertThatThrownBy(
            () -> new RecurrentCell.PlainCell(new Activation(Activation.Kind.HARD_TANH, -1, 1)))
        .hasMessageContaining("HARD_TANH");
  }
}
