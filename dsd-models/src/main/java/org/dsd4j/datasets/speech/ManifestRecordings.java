package org.dsd4j.datasets.speech;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.internal.Check;

/**
 * The recordings of a {@link SpeechManifest} at one sampling rate, with their transcripts in lower
 * case.
 *
 * <p>Each recording is decoded once on creation, unless the manifest has its duration, and again
 * each time it is read. If its duration differs from the manifest's by more than a tenth of a
 * second, reading it is an error.
 */
public final class ManifestRecordings implements SpokenTexts {
  private static final double TOLERANCE_SECONDS = 0.1;

  private final String name;
  private final SpeechManifest manifest;
  private final List<Utterance> utterances;
  private final int rate;
  private final int[] samples;

  private ManifestRecordings(
      String name, SpeechManifest manifest, List<Utterance> utterances, int rate, int[] samples) {
    Check.argument(
        !utterances.isEmpty(), name, "at least one recording", "none", "choose another part");
    this.name = name;
    this.manifest = manifest;
    this.utterances = List.copyOf(utterances);
    this.rate = rate;
    this.samples = samples;
  }

  /**
   * Some recordings of a manifest, resampled to {@code rate} where they have another one.
   *
   * @param name the data set's name in tables
   * @param manifest the manifest, which must stay open
   * @param utterances the recordings to use
   * @param rate samples per second
   * @throws CorruptDataException if a recording is damaged, or too long for an array
   */
  public static ManifestRecordings of(
      String name, SpeechManifest manifest, List<Utterance> utterances, int rate) {
    int[] samples =
        utterances.parallelStream()
            .mapToInt(utterance -> measured(manifest, utterance, rate))
            .toArray();
    return new ManifestRecordings(name, manifest, utterances, rate, samples);
  }

  /**
   * The recordings of at most this many seconds, for training; {@link #seconds} tells which ones
   * are left out. Do not shorten a test set: its error rate would not be comparable with others.
   */
  public ManifestRecordings atMost(double seconds) {
    int[] kept = IntStream.range(0, size()).filter(i -> seconds(i) <= seconds).toArray();
    return new ManifestRecordings(
        name,
        manifest,
        IntStream.of(kept).mapToObj(utterances::get).toList(),
        rate,
        IntStream.of(kept).map(i -> samples[i]).toArray());
  }

  /**
   * The duration of a recording in seconds: the manifest's, which it may exceed a little, or else
   * the measured one.
   */
  public double seconds(int index) {
    return utterances.get(index).seconds().orElse((double) samples[index] / rate);
  }

  private static int measured(SpeechManifest manifest, Utterance utterance, int rate) {
    OptionalDouble said = utterance.seconds();
    double seconds =
        said.isPresent()
            ? said.getAsDouble() + TOLERANCE_SECONDS
            : recording(manifest, utterance, rate).seconds();
    double samples = Math.ceil(seconds * rate);
    if (samples > Integer.MAX_VALUE) {
      throw new CorruptDataException(
          manifest.describeText(utterance),
          String.format(
              Locale.ROOT, "a duration of less than %d seconds", Integer.MAX_VALUE / rate),
          said.orElse(seconds),
          "correct the duration");
    }
    return (int) samples;
  }

  private static Recording recording(SpeechManifest manifest, Utterance utterance, int rate) {
    return AudioFile.read(manifest.describe(utterance), manifest.audio(utterance)).resampled(rate);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return utterances.size();
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public String text(int index) {
    return utterances.get(index).text().toLowerCase(Locale.ROOT);
  }

  @Override
  public String describe(int index) {
    return manifest.describe(utterances.get(index));
  }

  @Override
  public String describeText(int index) {
    return manifest.describeText(utterances.get(index));
  }

  @Override
  public int samples(int index) {
    return samples[index];
  }

  @Override
  public int mostSamples() {
    return IntStream.of(samples).max().orElseThrow();
  }

  @Override
  public Recording recording(int index, RandomGenerator random) {
    Utterance utterance = utterances.get(index);
    Recording recording = recording(manifest, utterance, rate);
    OptionalDouble said = utterance.seconds();
    if (said.isPresent()
        && Math.abs(recording.seconds() - said.getAsDouble()) > TOLERANCE_SECONDS) {
      throw new CorruptDataException(
          describe(index),
          said.getAsDouble() + " seconds, as the manifest says",
          recording.seconds(),
          "correct the duration or get the whole recording");
    }
    return recording;
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(manifest.fingerprint());
    utterances.forEach(utterance -> fingerprint.add(utterance.audio()));
    return fingerprint.hex();
  }
}
