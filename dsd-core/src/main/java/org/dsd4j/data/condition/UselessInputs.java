package org.dsd4j.data.condition;

import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * A data set with inputs without information: a sample's own [n] values are followed by standard
 * normal ones, [n + count] in all. Features of another shape, such as images [H, W, C], are
 * flattened row by row to such a vector.
 *
 * <p>The values belong to the sample: they depend on the seed and its index alone and are the same
 * on each reading, so that a network can learn them by heart. Test data need as many useless inputs
 * and another seed, else test sample i has those of training sample i:
 *
 * <pre>{@code
 * Dataset training = UselessInputs.of(mnist, 2352, seed.derive("training"));
 * Dataset test = UselessInputs.of(mnistTest, 2352, seed.derive("test"));
 * }</pre>
 */
public final class UselessInputs extends Condition {
  private static final int MOST = 1 << 24;

  private final int count;
  private final Seed seed;
  private final String input;
  private final SampleSpec spec;

  private UselessInputs(Dataset base, int count, Seed seed, String input, SampleSpec spec) {
    super(base);
    this.count = count;
    this.seed = seed;
    this.input = input;
    this.spec = spec;
  }

  /**
   * Adds useless inputs.
   *
   * @param base the data set, whose samples have one input of real numbers of one shape
   * @param count how many are added, at least 1
   * @param seed the seed of their values
   * @throws IllegalArgumentException if samples have several inputs, sequences or indices of words,
   *     or the count is not from 1 to 16777216
   */
  public static UselessInputs of(Dataset base, int count, Seed seed) {
    String input = RealInput.only(base, "useless inputs");
    ValuesSpec before = RealInput.spec(base, input, "useless inputs");
    Check.argument(
        !before.isSequence(),
        "useless inputs of " + base.name(),
        "samples of one shape",
        "sequences, " + before,
        "add them to vectors or images");
    Check.argument(
        count >= 1 && count <= MOST,
        "number of useless inputs",
        "1 to " + MOST,
        count,
        "pass three for each input that is useful, say");
    long all = before.shape().elements() + count;
    SampleSpec spec = new SampleSpec().input(input, ValuesSpec.of(Shape.of(Math.toIntExact(all))));
    for (Map.Entry<String, ValuesSpec> target : base.spec().targets().entrySet()) {
      spec = spec.target(target.getKey(), target.getValue());
    }
    return new UselessInputs(base, count, seed, input, spec);
  }

  @Override
  public SampleSpec spec() {
    return spec;
  }

  @Override
  Sample changed(int index, Sample sample) {
    float[] own = sample.input(input).array();
    float[] all = Arrays.copyOf(own, own.length + count);
    RandomGenerator random = seed.derive("useless inputs").derive(index).stream();
    for (int i = own.length; i < all.length; i++) {
      all[i] = (float) random.nextGaussian();
    }
    return sample.withInput(input, new Values(Shape.of(all.length), all));
  }

  /** For example {@code digits, 2352 useless inputs}. */
  @Override
  public String name() {
    return super.name() + ", " + count + " useless inputs";
  }

  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add(super.fingerprint())
        .add("useless inputs " + count + " " + seed.value())
        .hex();
  }

  /** As in code, for example {@code UselessInputs.of(digits, 2352, Seed.of(1))}. */
  @Override
  public String toString() {
    return call("UselessInputs.of", base(), seed, count);
  }
}
