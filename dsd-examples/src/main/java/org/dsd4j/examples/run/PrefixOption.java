package org.dsd4j.examples.run;

import java.io.PrintWriter;
import java.util.List;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightLoading;
import org.dsd4j.io.tensor.StoredTensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for removing a prefix from the names in a file of weights. */
public final class PrefixOption {
  @Option(
      names = "--strip-prefix",
      paramLabel = "TEXT",
      description = {
        "Remove this from the names in the file of weights, such as module. or model.",
        "(default: a prefix of all of them is found, removed and reported; '' removes nothing)."
      })
  private @Nullable String prefix;

  /** Whether the option is given. */
  public boolean isGiven() {
    return prefix != null;
  }

  /** The options for loading a file. */
  public WeightLoading loading(WeightFile file) {
    WeightLoading loading = file.excluding();
    return prefix == null ? loading : loading.withoutPrefix(prefix);
  }

  /** A file's tensors with the prefix removed, without a network to compare names with. */
  public List<StoredTensor> tensors(WeightFile file, PrintWriter out) {
    String start = prefix == null ? file.prefix() : prefix;
    if (!start.isEmpty() && prefix == null) {
      tell(start, out);
    }
    return file.tensorsWithoutPrefix(start);
  }

  /** Prints the prefix that was removed, if any. */
  public static void tell(String prefix, PrintWriter out) {
    if (!prefix.isEmpty()) {
      out.println("Names without the prefix " + prefix + " (--strip-prefix '' keeps it)");
      out.flush();
    }
  }
}
