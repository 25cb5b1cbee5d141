package org.dsd4j.datasets.captions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The parts of Karpathy's data sets, named in files as here in lower case. */
public enum CaptionSplit {
  /** To train on. */
  TRAIN,
  /** COCO's validation pictures that are in neither part below; as a rule trained on, too. */
  RESTVAL,
  /** To validate with. */
  VAL,
  /** To test with. */
  TEST;

  /** How files write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part that files write so. */
  static Optional<CaptionSplit> of(String text) {
    return Arrays.stream(values()).filter(split -> split.text().equals(text)).findFirst();
  }
}
