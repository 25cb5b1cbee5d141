package org.dsd4j.train.record;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.dsd4j.internal.Internal;

/**
 * The settings, data and versions of a run: enough to repeat it.
 *
 * @param started the time of the start
 * @param seed the seed of shuffling, augmentation and dropout
 * @param settings the trainer's settings in words
 * @param data a SHA-256 of each data set, by name
 * @param versions the versions of this library, Java, the operating system and the kernels
 * @param kernels the kernels' name
 * @param threads the number of computing threads; another number can change the last bits
 */
public record Provenance(
    Instant started,
    long seed,
    Map<String, String> settings,
    Map<String, String> data,
    Map<String, String> versions,
    String kernels,
    int threads) {
  /** The setting that may have another value in a resumed run. */
  public static final String WHEN_NOT_FINITE = "when not finite";

  /** This provenance for a resumed run, with the values of {@code now} that may differ. */
  public Provenance goneOnWith(Provenance now) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.computeIfPresent(
        WHEN_NOT_FINITE, (name, before) -> now.settings.getOrDefault(name, before));
    return new Provenance(
        started, seed, Collections.unmodifiableMap(all), data, versions, kernels, threads);
  }

  /** This provenance for an extended run, with all settings of {@code now}. */
  public Provenance extendedTo(Provenance now) {
    return new Provenance(started, seed, now.settings, data, versions, kernels, threads);
  }

  /**
   * A copy with another value of a setting.
   *
   * @hidden
   */
  @Internal
  public Provenance with(String setting, String value) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(setting, value);
    return new Provenance(
        started, seed, Collections.unmodifiableMap(all), data, versions, kernels, threads);
  }

  /** This provenance as texts by name, such as {@code data.training}, for files that hold texts. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("started", started.toString());
    texts.put("seed", Long.toString(seed));
    texts.put("kernels", kernels);
    texts.put("threads", Integer.toString(threads));
    settings.forEach((name, text) -> texts.put("settings." + name, text));
    data.forEach((name, text) -> texts.put("data." + name, text));
    versions.forEach((name, text) -> texts.put("versions." + name, text));
    return texts;
  }

  /** A line for each of the texts. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    texts()
        .forEach((name, text) -> lines.append(String.format(Locale.ROOT, "%s: %s%n", name, text)));
    return lines.toString();
  }
}
