package org.dsd4j.audio;

import org.dsd4j.data.Values;

/**
 * The features of a recording that a network reads: a vector of numbers for each short frame, [T,
 * F]. The usual ones are {@link LogSpectrogram}, {@link LogMel} and {@link Mfcc}:
 *
 * <pre>{@code
 * AudioFeatures features = LogMel.of(Stft.of(16_000), 80).normalized();
 * Values sequence = features.of(AudioFile.read(file).resampled(features.rate()));
 * }</pre>
 *
 * <p>Immutable and thread-safe. Silence gives finite numbers. Memory is taken for the result and a
 * few frames.
 */
public interface AudioFeatures {
  /** The sampling rate of the recordings, in samples per second. */
  int rate();

  /** The number of features of a frame, F. */
  int size();

  /** The number of frames, T, of a recording with so many samples; at least one. */
  int frames(int samples);

  /**
   * The features of a recording, [T, F].
   *
   * @throws IllegalArgumentException if it has another sampling rate, or more frames than fit into
   *     an array
   */
  Values of(Recording recording);

  /**
   * These features, then their changes, then the changes of these, [T, 3F]. The change at frame t
   * is the slope of a line through frames t − 2 to t + 2, {@code Σ n (x[t + n] − x[t − n]) / 10}
   * for n of 1 and 2; the first and last frames are repeated beyond the ends (HTK, torchaudio's
   * {@code compute_deltas}).
   */
  default AudioFeatures withDeltas() {
    return new DeltaFeatures(this);
  }

  /**
   * These features, each of the F scaled to mean 0 and deviation 1 over the recording; see {@link
   * FeatureNormalization#perUtterance}.
   */
  default AudioFeatures normalized() {
    return new NormalizedFeatures(this);
  }
}
