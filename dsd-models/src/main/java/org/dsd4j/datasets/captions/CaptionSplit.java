package org.dsd4j.datasets.captions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The parts of Karpathy's data sets; files have these names in lower case. */
public enum CaptionSplit {
  /** Training pictures. */
  TRAIN,
  /** COCO's validation pictures that are in neither part below; usually used for training too. */
  RESTVAL,
  /** Validation pictures. */
  VAL,
  /** Test pictures. */
  TEST;

  /** The name in files. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part with this name in files. */
  static Optional<CaptionSplit> of(String text) {
    return Arrays.stream(values()).filter(split -> split.text().equals(text)).findFirst();
  }
}
