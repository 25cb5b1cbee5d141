package org.dsd4j.data;

import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/** Samples on the heap, with any number of inputs and targets. */
public final class ListDataset implements NamedDataset {
  private final String name;
  private final SampleSpec spec;
  private final List<Sample> samples;
  private final List<String> classNames;

  private ListDataset(String name, SampleSpec spec, List<Sample> samples, List<String> classNames) {
    this.name = name;
    this.spec = spec.checked(name);
    this.samples = List.copyOf(samples);
    this.classNames = List.copyOf(classNames);
    Check.argument(!samples.isEmpty(), name, "at least one sample", "none", "add samples");
    for (int i = 0; i < samples.size(); i++) {
      spec.check("sample " + i + " of " + name, samples.get(i));
    }
  }

  /**
   * A data set of these samples.
   *
   * @param name the data set's name
   * @param spec the description of each sample
   * @param samples the samples, whose arrays are not copied
   * @throws IllegalArgumentException if there are no samples, or one does not match the spec; the
   *     message names the sample and the mismatch
   */
  public static ListDataset of(String name, SampleSpec spec, List<Sample> samples) {
    return new ListDataset(name, spec, samples, List.of());
  }

  /**
   * A data set whose main target is a class number.
   *
   * @param classNames the name of each class
   */
  public static ListDataset of(
      String name, SampleSpec spec, List<Sample> samples, List<String> classNames) {
    return new ListDataset(name, spec, samples, classNames);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public SampleSpec spec() {
    return spec;
  }

  @Override
  public Sample sample(int index) {
    return samples.get(SampleIndex.check(this, index));
  }

  @Override
  public Map<String, Values> targets(int index) {
    return sample(index).targets();
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(spec.toString());
    for (Sample sample : samples) {
      spec.inputs().keySet().forEach(input -> add(fingerprint, sample.input(input)));
      spec.targets().keySet().forEach(target -> add(fingerprint, sample.target(target)));
    }
    return fingerprint.hex();
  }

  private static void add(Fingerprint fingerprint, Values values) {
    fingerprint.add(values.shape().toString()).add(values.array());
  }

  /** For example {@code blobs, 100 samples}. */
  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
