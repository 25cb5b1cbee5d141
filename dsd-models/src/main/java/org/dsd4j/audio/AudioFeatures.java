package org.dsd4j.audio;

import org.dsd4j.data.Values;

/**
 * What a network sees of a recording: a vector of numbers for each short frame, [T, F]. The usual
 * ones are {@link LogSpectrogram}, {@link LogMel} and {@link Mfcc}:
 *
 * <pre>{@code
 * AudioFeatures features = LogMel.of(Stft.of(16_000), 80).normalized();
 * Values sequence = features.of(AudioFile.read(file).resampled(features.rate()));
 * }</pre>
 *
 * <p>Immutable, and safe to use from several threads at once. Silence gives finite numbers. Memory
 * is taken for the result and a few frames.
 */
public interface AudioFeatures {
  /** Samples a second of the recordings. */
  int rate();

  /** How many numbers a frame has, F. */
  int size();

  /** How many frames a recording of so many samples makes, T, at least one. */
  int frames(int samples);

  /**
   * The features of a recording, [T, F].
   *
   * @throws IllegalArgumentException if it has another rate, or so many frames that an array does
   *     not hold them
   */
  Values of(Recording recording);

  /**
   * These features, then their changes, then the changes of these, [T, 3F]. The change at frame t
   * is the slope of a line through frames t − 2 to t + 2, {@code Σ n (x[t + n] − x[t − n]) / 10}
   * for n of 1 and 2; beyond both ends the frame there is repeated (HTK, torchaudio's {@code
   * compute_deltas}).
   */
  default AudioFeatures withDeltas() {
    return new DeltaFeatures(this);
  }

  /**
   * These features, each of the F with mean 0 and deviation 1 over the recording; see {@link
   * FeatureNormalization#perUtterance}.
   */
  default AudioFeatures normalized() {
    return new NormalizedFeatures(this);
  }
}
