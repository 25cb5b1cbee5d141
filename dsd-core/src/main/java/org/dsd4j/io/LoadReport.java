package org.dsd4j.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The result of loading a file into a network, for each name.
 *
 * @param file the file
 * @param prefix the prefix removed from the file's names; usually empty
 * @param loaded the parameters and statistics that were set
 * @param masked the parameters whose mask was set
 * @param missing the network's parameters and statistics that the file lacks; they were not changed
 * @param unexpected the file's tensors that the network lacks
 * @param excluded the names of either side that were excluded on request
 * @param passedOver the file's tensors that are always ignored: counters of batch norms
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
  /** One line with the numbers, and the names that were not loaded. */
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
