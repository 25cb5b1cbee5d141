package org.dsd4j.suspects;

import org.dsd4j.internal.Numerals;

/**
 * A sample with its place in a ranking of suspicious labels.
 *
 * @param index the sample's index in the data set
 * @param label the class that it has by its label
 * @param suggested the class that the network takes for most probable, which is the label where it
 *     agrees
 * @param score how suspicious the label is; comparable within one ranking
 */
public record Suspect(int index, int label, int suggested, double score) {
  @Override
  public String toString() {
    return "sample "
        + index
        + ": label "
        + label
        + ", suggested "
        + suggested
        + ", score "
        + Numerals.rounded(score);
  }
}
