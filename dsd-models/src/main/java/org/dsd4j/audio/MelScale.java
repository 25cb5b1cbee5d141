package org.dsd4j.audio;

/** The conversion of frequencies to mel, a scale on which equal steps sound equally large. */
public enum MelScale {
  /**
   * HTK's: {@code 2595 log10(1 + f / 700)}. Its triangular filters have height 1. The default of
   * torchaudio and Kaldi.
   */
  HTK("HTK") {
    @Override
    double toMel(double hertz) {
      return 2595 * Math.log10(1 + hertz / 700);
    }

    @Override
    double toHertz(double mel) {
      return 700 * (Math.pow(10, mel / 2595) - 1);
    }

    @Override
    double height(double width) {
      return 1;
    }
  },
  /**
   * That of Slaney's Auditory Toolbox: 3 mel for 200 Hz up to 1000 Hz, above that 27 mel for each
   * factor of 6.4. Its triangular filters have an area of 1 Hz, height {@code 2 / width}. Used by
   * librosa and Whisper.
   */
  SLANEY("Slaney") {
    @Override
    double toMel(double hertz) {
      return hertz < EDGE_HERTZ
          ? hertz / LINEAR_STEP
          : EDGE_MEL + Math.log(hertz / EDGE_HERTZ) / LOG_STEP;
    }

    @Override
    double toHertz(double mel) {
      return mel < EDGE_MEL
          ? mel * LINEAR_STEP
          : EDGE_HERTZ * Math.exp((mel - EDGE_MEL) * LOG_STEP);
    }

    @Override
    double height(double width) {
      return 2 / width;
    }
  };

  private static final double EDGE_HERTZ = 1000;
  private static final double LINEAR_STEP = 200.0 / 3;
  private static final double EDGE_MEL = EDGE_HERTZ / LINEAR_STEP;
  private static final double LOG_STEP = Math.log(6.4) / 27;

  private final String label;

  MelScale(String label) {
    this.label = label;
  }

  abstract double toMel(double hertz);

  abstract double toHertz(double mel);

  /** The height of a filter whose base is so many hertz wide. */
  abstract double height(double width);

  /** For example {@code Slaney's scale}. */
  @Override
  public String toString() {
    return label + "'s scale";
  }
}
