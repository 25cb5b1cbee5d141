package org.dsd4j.datasets.captions;

import java.util.List;
import org.dsd4j.internal.Numerals;

/**
 * A picture with its captions.
 *
 * @param name the picture's file name in the file of captions
 * @param file the picture's path in its folder or zip file
 * @param split the part of the data set
 * @param captions the tokens of each caption
 */
public record CaptionedPicture(
    String name, String file, CaptionSplit split, List<List<String>> captions) {
  /** Copies the lists. */
  public CaptionedPicture {
    captions = captions.stream().map(List::copyOf).toList();
  }

  @Override
  public String toString() {
    return name + ", " + Numerals.counted(captions.size(), "caption");
  }
}
