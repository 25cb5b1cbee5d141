package org.dsd4j.data.condition;

import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;

/**
 * A data set with noise in an input, as of a poor camera or microphone: to each value of a sample,
 * whatever its shape or length, a normal number is added.
 *
 * <p>The noise belongs to the sample: it depends on the seed and its index alone and is the same on
 * each reading. Noise that differs in each epoch is an augmentation, a {@link
 * org.dsd4j.data.Transform}.
 */
public final class InputNoise extends Condition {
  private final String input;
  private final double deviation;
  private final Seed seed;

  private InputNoise(Dataset base, String input, double deviation, Seed seed) {
    super(base);
    this.input = input;
    this.deviation = deviation;
    this.seed = seed;
    RealInput.spec(base, input, "input noise");
    Check.notNegative("deviation of input noise", deviation);
  }

  /**
   * Normal noise of mean 0 in the only input.
   *
   * @param base the data set, whose samples have one input of real numbers
   * @param deviation the standard deviation, in the input's unit: where pixels are from 0 to 1, 0.1
   *     is a tenth of their range
   * @param seed the seed of the noise
   * @throws IllegalArgumentException if there are several inputs, the input is of indices of words
   *     and the like, or the deviation is not a number of at least 0
   */
  public static InputNoise gaussian(Dataset base, double deviation, Seed seed) {
    return new InputNoise(base, RealInput.only(base, "input noise"), deviation, seed);
  }

  /** Normal noise of mean 0 in the input of this name; others do not change. */
  public static InputNoise gaussian(Dataset base, String input, double deviation, Seed seed) {
    return new InputNoise(base, input, deviation, seed);
  }

  @Override
  Sample changed(int index, Sample sample) {
    if (deviation == 0) {
      return sample;
    }
    Values clean = sample.input(input);
    float[] noisy = clean.array().clone();
    RandomGenerator random = seed.derive("input noise").derive(input).derive(index).stream();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (deviation * random.nextGaussian());
    }
    return sample.withInput(input, new Values(clean.shape(), noisy));
  }

  /** For example {@code digits, input noise 0.5}. */
  @Override
  public String name() {
    return super.name() + ", input noise " + Numerals.text(deviation);
  }

  /** The fingerprint of the data without noise if the deviation is 0. */
  @Override
  public String fingerprint() {
    return deviation == 0
        ? super.fingerprint()
        : new Fingerprint()
            .add(super.fingerprint())
            .add("input noise " + input + " " + deviation + " " + seed.value())
            .hex();
  }

  /** As in code, for example {@code InputNoise.gaussian(digits, 0.5, Seed.of(1))}. */
  @Override
  public String toString() {
    String method = "InputNoise.gaussian";
    String amount = Numerals.text(deviation);
    return base().spec().inputs().size() == 1
        ? call(method, base(), seed, amount)
        : call(method, base(), seed, '"' + input + '"', amount);
  }
}
