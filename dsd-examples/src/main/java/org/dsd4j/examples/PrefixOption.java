package org.dsd4j.examples;

import java.io.PrintWriter;
import java.util.List;
import org.dsd4j.io.StoredTensor;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightLoading;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is taken off the names in a file of weights. */
final class PrefixOption {
  @Option(
      names = "--strip-prefix",
      paramLabel = "TEXT",
      description = {
        "Take this off the names in the file of weights, such as module. or model.",
        "(default: what wraps all of them is found, taken off and told; '' takes nothing off)."
      })
  private @Nullable String prefix;

  /** Whether it is given. */
  boolean isGiven() {
    return prefix != null;
  }

  /** How a file is loaded. */
  WeightLoading loading(WeightFile file) {
    WeightLoading loading = file.excluding();
    return prefix == null ? loading : loading.withoutPrefix(prefix);
  }

  /** A file's tensors by shorter names, where no network is known. */
  List<StoredTensor> tensors(WeightFile file, PrintWriter out) {
    String start = prefix == null ? file.prefix() : prefix;
    if (!start.isEmpty() && prefix == null) {
      tell(start, out);
    }
    return file.tensorsWithoutPrefix(start);
  }

  /** Says what was taken off, if anything. */
  static void tell(String prefix, PrintWriter out) {
    if (!prefix.isEmpty()) {
      out.println("Names without the prefix " + prefix + " (--strip-prefix '' keeps it)");
      out.flush();
    }
  }
}
