package org.dsd4j.nn.layer.recurrent;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.spec.LayerDescription;

/**
 * The settings that all recurrent layers have; {@link RecurrentLayer}'s methods change them.
 *
 * @param stack the number and sizes of layers
 * @param between dropout between the layers
 * @param ends the source of the initial states and the kind of the output
 */
public record RecurrentSettings(Stack stack, StackDropout between, Ends ends) {
  /**
   * The layers.
   *
   * @param hidden the size of the state of a direction
   * @param layers how many are stacked
   * @param bidirectional whether each has a second direction, from the last step to the first
   * @param bias whether they have biases
   */
  public record Stack(int hidden, int layers, boolean bidirectional, boolean bias) {
    /** Checks the sizes. */
    public Stack {
      Check.positive("size of the state", hidden);
      Check.positive("layers", layers);
    }

    int directions() {
      return bidirectional ? 2 : 1;
    }

    /** The channels of a layer's output. */
    int width() {
      return Math.multiplyExact(directions(), hidden);
    }

    /** The number of states of one sample, one for each layer and direction. */
    int states() {
      return Math.multiplyExact(layers, directions());
    }
  }

  /**
   * Dropout between stacked layers.
   *
   * @param rate the fraction that is dropped
   * @param sameAtEachStep whether all steps of a sequence drop the same
   */
  public record StackDropout(double rate, boolean sameAtEachStep) {
    /** Checks the rate. */
    public StackDropout {
      Check.fraction("dropout rate", rate);
    }
  }

  /**
   * Initial states and output.
   *
   * @param lastState whether the output is the state after the last step, not the sequence of
   *     states
   * @param carried the number of samples whose states are carried to the next batch; 0 for none
   */
  public record Ends(boolean lastState, int carried) {}

  /** One layer in one direction, whose state has {@code hidden} channels. */
  public static RecurrentSettings of(int hidden) {
    return new RecurrentSettings(
        new Stack(hidden, 1, false, true), new StackDropout(0, false), new Ends(false, 0));
  }

  /** The settings in a description. */
  public static RecurrentSettings from(LayerDescription d) {
    int carried = Check.notNegative("samples that carry states", d.integer("carried"));
    return new RecurrentSettings(
        new Stack(
            d.integer("hidden"), d.integer("layers"), d.flag("bidirectional"), d.flag("bias")),
        new StackDropout(d.number("dropout"), d.flag("sameDropoutAtEachStep")),
        new Ends(d.flag("lastState"), carried));
  }

  /** A description with these settings. */
  LayerDescription describe(LayerDescription description) {
    return description
        .with("hidden", stack.hidden)
        .with("layers", stack.layers)
        .with("bidirectional", stack.bidirectional)
        .with("bias", stack.bias)
        .with("dropout", between.rate)
        .with("sameDropoutAtEachStep", between.sameAtEachStep)
        .with("lastState", ends.lastState)
        .with("carried", ends.carried);
  }

  RecurrentSettings layers(int layers) {
    return with(new Stack(stack.hidden, layers, stack.bidirectional, stack.bias));
  }

  RecurrentSettings bidirectional() {
    return with(new Stack(stack.hidden, stack.layers, true, stack.bias));
  }

  RecurrentSettings withoutBias() {
    return with(new Stack(stack.hidden, stack.layers, stack.bidirectional, false));
  }

  private RecurrentSettings with(Stack changed) {
    return new RecurrentSettings(changed, between, ends);
  }

  RecurrentSettings dropout(double rate, boolean sameAtEachStep) {
    return new RecurrentSettings(stack, new StackDropout(rate, sameAtEachStep), ends);
  }

  RecurrentSettings lastState() {
    return with(new Ends(true, ends.carried));
  }

  RecurrentSettings carrying(int batchSize) {
    return with(new Ends(ends.lastState, Check.positive("batch size", batchSize)));
  }

  private RecurrentSettings with(Ends changed) {
    return new RecurrentSettings(stack, between, changed);
  }

  /** The settings that differ from the defaults. */
  @Override
  public String toString() {
    return stack.hidden
        + (stack.layers == 1 ? "" : ", " + stack.layers + " layers")
        + (stack.bidirectional ? ", bidirectional" : "")
        + (stack.bias ? "" : ", no bias")
        + (between.rate == 0 ? "" : ", dropout " + Numerals.text(between.rate))
        + (between.rate > 0 && between.sameAtEachStep ? " the same at each step" : "")
        + (ends.lastState ? ", last state" : "")
        + (ends.carried == 0 ? "" : ", carrying states of " + ends.carried);
  }
}
