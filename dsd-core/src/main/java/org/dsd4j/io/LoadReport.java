package org.dsd4j.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What became of each name when a file was loaded into a network.
 *
 * @param file the file
 * @param prefix what was taken off the file's names; mostly nothing
 * @param loaded the parameters and statistics that were set
 * @param masked those of them whose mask was set
 * @param missing the network's parameters and statistics that the file does not have; they stayed
 * @param unexpected the file's tensors that the network has no place for
 * @param excluded the names, of either, that were left out by choice
 * @param passedOver the file's tensors that no network takes notice of: counters of batch norms
 */
public record LoadReport(
    Path file,
    String prefix,
    List<String> loaded,
    List<String> masked,
    List<String> missing,
    List<String> unexpected,
    List<String> excluded,
    List<String> passedOver) {
  /** One line with numbers, and the names of what was not loaded. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d tensors and %d masks loaded%s; missing %s, unexpected %s, excluded %s",
        file,
        loaded.size(),
        masked.size(),
        prefix.isEmpty() ? "" : " by names without the prefix " + prefix,
        missing,
        unexpected,
        excluded);
  }
}
