package org.dsd4j.audio;

/**
 * Changes the tempo by waveform similarity overlap-add (Verhelst and Roelands: An overlap-add
 * technique based on waveform similarity, 1993). The result is composed in steps of half a window.
 * At each step, the piece that would have come next in the recording fades out, and a piece near
 * the position that the tempo requires fades in: the position within the tolerance at which the two
 * are most similar, so that waves meet in phase and the pitch is unchanged.
 */
final class Wsola {
  /** Half a window: at least a period of the lowest voices. */
  private static final double STEP_SECONDS = 0.015;

  /** The largest distance of a piece from the required position, on each side. */
  private static final double TOLERANCE_SECONDS = 0.0075;

  private final float[] samples;
  private final int step;
  private final int tolerance;
  private final float[] fade;

  private Wsola(Recording recording) {
    this.samples = recording.samples();
    this.step = (int) Math.ceil(STEP_SECONDS * recording.rate());
    this.tolerance = (int) Math.ceil(TOLERANCE_SECONDS * recording.rate());
    this.fade = new float[step];
    for (int i = 0; i < step; i++) {
      fade[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * i / step));
    }
  }

  /**
   * The recording {@code tempo} times as fast; its number of samples is divided by that and
   * rounded.
   */
  static Recording atTempo(Recording recording, double tempo) {
    Wsola wsola = new Wsola(recording);
    long length = Math.max(1, Math.round(recording.samples().length / tempo));
    return new Recording(wsola.changed(Math.toIntExact(length), tempo), recording.rate());
  }

  private float[] changed(int length, double tempo) {
    float[] result = new float[length];
    // The first piece has no predecessor; it is treated as its own continuation.
    int continued = 0;
    for (int at = 0; at < length; at += step) {
      int place = at == 0 ? 0 : bestPlace((int) Math.rint(at * tempo), continued);
      for (int i = 0; i < step && at + i < length; i++) {
        float out = sample(continued + i);
        result[at + i] = out + fade[i] * (sample(place + i) - out);
      }
      continued = place + step;
    }
    return result;
  }

  /** A sample, 0 outside of the recording. */
  private float sample(int index) {
    return index >= 0 && index < samples.length ? samples[index] : 0;
  }

  /**
   * The position near {@code wanted} whose piece is most similar to the one at {@code continued}.
   */
  private int bestPlace(int wanted, int continued) {
    int best = wanted;
    double highest = likeness(wanted, continued);
    // From the middle outwards, so that the nearest of equal positions is taken.
    for (int distance = 1; distance <= tolerance; distance++) {
      for (int place : new int[] {wanted - distance, wanted + distance}) {
        double likeness = likeness(place, continued);
        if (likeness > highest) {
          highest = likeness;
          best = place;
        }
      }
    }
    return best;
  }

  /** The cosine similarity of two pieces; 0 for silence. */
  private double likeness(int place, int continued) {
    double product = 0;
    double power = 0;
    int from = Math.max(0, Math.max(-place, -continued));
    int to = Math.min(step, samples.length - Math.max(place, continued));
    for (int i = from; i < to; i++) {
      double here = samples[place + i];
      product += here * samples[continued + i];
      power += here * here;
    }
    // The power of the piece at "continued" is the same for all positions.
    return power == 0 ? 0 : product / Math.sqrt(power);
  }
}
