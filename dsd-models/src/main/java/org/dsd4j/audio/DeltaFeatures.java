package org.dsd4j.audio;

import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;

/** Features with their first and second changes. */
record DeltaFeatures(AudioFeatures base) implements AudioFeatures {
  private static final int PARTS = 3;
  private static final int REACH = 2;
  private static final double DIVISOR = 2 * (1 + 4);

  @Override
  public int rate() {
    return base.rate();
  }

  @Override
  public int size() {
    return PARTS * base.size();
  }

  @Override
  public int frames(int samples) {
    return base.frames(samples);
  }

  @Override
  public Values of(Recording recording) {
    Values plain = base.of(recording);
    int frames = plain.shape().extent(0);
    int size = base.size();
    float[] all = FrameMatrix.allocate(frames, size());
    for (int t = 0; t < frames; t++) {
      System.arraycopy(plain.array(), t * size, all, t * size(), size);
    }
    fillDeltas(all, frames, size, 0);
    fillDeltas(all, frames, size, 1);
    return new Values(Shape.of(frames, size()), all);
  }

  /** Writes the changes of one part of each frame into the next part. */
  private static void fillDeltas(float[] all, int frames, int size, int part) {
    int stride = PARTS * size;
    for (int t = 0; t < frames; t++) {
      for (int f = part * size; f < (part + 1) * size; f++) {
        double sum = 0;
        for (int n = 1; n <= REACH; n++) {
          int before = Math.max(0, t - n);
          int after = Math.min(frames - 1, t + n);
          sum += n * ((double) all[after * stride + f] - all[before * stride + f]);
        }
        all[t * stride + f + size] = (float) (sum / DIVISOR);
      }
    }
  }

  @Override
  public String toString() {
    return base + ", with deltas and delta-deltas";
  }
}
