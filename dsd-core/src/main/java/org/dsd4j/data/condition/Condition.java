package org.dsd4j.data.condition;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.NamedDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;

/**
 * Another data set under a condition. All that a subclass does not change is that of the other data
 * set.
 */
abstract class Condition implements NamedDataset {
  private final Dataset base;

  Condition(Dataset base) {
    this.base = base;
  }

  final Dataset base() {
    return base;
  }

  /** The sample of the other data set under the condition; the same each time. */
  abstract Sample changed(int index, Sample sample);

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public final int size() {
    return base.size();
  }

  @Override
  public SampleSpec spec() {
    return base.spec();
  }

  @Override
  public final int length(int index) {
    return base.length(index);
  }

  @Override
  public int length(int index, String input) {
    return base.length(index, input);
  }

  @Override
  public final Sample sample(int index) {
    return changed(index, base.sample(index));
  }

  @Override
  public final Sample sample(int index, RandomGenerator random) {
    return changed(index, base.sample(index, random));
  }

  @Override
  public Map<String, Values> targets(int index) {
    return base.targets(index);
  }

  @Override
  public final String describe(int index) {
    return base.describe(index);
  }

  @Override
  public final List<String> classNames() {
    return base.classNames();
  }

  @Override
  public String fingerprint() {
    return base.fingerprint();
  }

  /** The call that makes the condition, as in code. */
  static String call(String method, Dataset base, Seed seed, Object... settings) {
    StringBuilder text = new StringBuilder(method).append('(');
    // Another condition has such a text; other data sets are known by their names.
    text.append(base instanceof Condition ? base.toString() : base.name());
    for (Object setting : settings) {
      text.append(", ").append(setting);
    }
    return text.append(", Seed.of(").append(seed.value()).append("))").toString();
  }
}
