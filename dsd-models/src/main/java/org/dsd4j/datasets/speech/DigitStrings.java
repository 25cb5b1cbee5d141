package org.dsd4j.datasets.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.dsd4j.audio.Recording;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.tensor.Seed;

/** Strings of digits, each joined from recordings of one speaker. */
final class DigitStrings implements SpokenTexts {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 7;
  private static final double LEAST_PAUSE_SECONDS = 0.02;
  private static final double MOST_PAUSE_SECONDS = 0.25;

  private final String name;
  private final int rate;
  private final List<List<SpokenDigits.Digit>> strings = new ArrayList<>();
  private final String fingerprint;

  DigitStrings(
      String name, List<SpokenDigits.Digit> digits, int size, Seed seed, String fingerprint) {
    this.name = name;
    this.rate = digits.get(0).recording().rate();
    Map<String, List<SpokenDigits.Digit>> bySpeaker =
        digits.stream()
            .collect(
                Collectors.groupingBy(
                    SpokenDigits.Digit::speaker, TreeMap::new, Collectors.toList()));
    List<List<SpokenDigits.Digit>> speakers = List.copyOf(bySpeaker.values());
    for (int i = 0; i < size; i++) {
      RandomGenerator random = seed.derive(i).stream();
      List<SpokenDigits.Digit> speaker = speakers.get(i % speakers.size());
      int length = random.nextInt(SHORTEST, LONGEST + 1);
      List<SpokenDigits.Digit> string = new ArrayList<>();
      for (int d = 0; d < length; d++) {
        string.add(speaker.get(random.nextInt(speaker.size())));
      }
      strings.add(string);
    }
    this.fingerprint =
        new Fingerprint().add(fingerprint).add(name + " " + size + " " + seed.value()).hex();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return strings.size();
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public String text(int index) {
    return strings.get(index).stream()
        .map(digit -> SpokenDigits.WORDS.get(digit.digit()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public String describe(int index) {
    return name + ", string " + index + " of " + strings.get(index).get(0).speaker();
  }

  @Override
  public int samples(int index) {
    double pause = (LEAST_PAUSE_SECONDS + MOST_PAUSE_SECONDS) / 2;
    return spoken(index) + pauses(index, pause);
  }

  @Override
  public int mostSamples() {
    int most = 0;
    for (int i = 0; i < size(); i++) {
      most = Math.max(most, spoken(i) + pauses(i, MOST_PAUSE_SECONDS));
    }
    return most;
  }

  private int spoken(int index) {
    return strings.get(index).stream().mapToInt(d -> d.recording().samples().length).sum();
  }

  /** The samples of all pauses: one before each digit and one after the last. */
  private int pauses(int index, double seconds) {
    return (strings.get(index).size() + 1) * (int) (seconds * rate);
  }

  @Override
  public Recording recording(int index, RandomGenerator random) {
    List<SpokenDigits.Digit> string = strings.get(index);
    int[] pauses = new int[string.size() + 1];
    int total = spoken(index);
    for (int i = 0; i < pauses.length; i++) {
      pauses[i] = (int) (rate * random.nextDouble(LEAST_PAUSE_SECONDS, MOST_PAUSE_SECONDS));
      total += pauses[i];
    }
    float[] samples = new float[total];
    int at = 0;
    for (int i = 0; i < string.size(); i++) {
      float[] digit = string.get(i).recording().samples();
      at += pauses[i];
      System.arraycopy(digit, 0, samples, at, digit.length);
      at += digit.length;
    }
    return new Recording(samples, rate);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
