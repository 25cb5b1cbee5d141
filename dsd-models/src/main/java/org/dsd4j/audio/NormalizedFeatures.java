package org.dsd4j.audio;

import org.dsd4j.data.Values;

/** Features normalised over each recording. */
record NormalizedFeatures(AudioFeatures base) implements AudioFeatures {
  @Override
  public int rate() {
    return base.rate();
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public int frames(int samples) {
    return base.frames(samples);
  }

  @Override
  public Values of(Recording recording) {
    return FeatureNormalization.perUtterance(base.of(recording));
  }

  @Override
  public String toString() {
    return base + ", normalised";
  }
}
