package org.dsd4j.examples.run;

import java.io.PrintWriter;
import java.util.List;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightLoading;
import org.dsd4j.io.tensor.StoredTensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is taken off the names in a file of weights. */
public final class PrefixOption {
  @Option(
      names = "--strip-prefix",
      paramLabel = "TEXT",
      description = {
        "Take this off the names in the file of weights, such as module. or model.",
        "(default: what wraps all of them is found, taken off and told; '' takes nothing off)."
      })
  private @Nullable String prefix;

  /** Whether it is given. */
  public boolean isGiven() {
    return prefix != null;
  }

  /** How a file is loaded. */
  public WeightLoading loading(WeightFile file) {
    WeightLoading loading = file.excluding();
    return prefix == null ? loading : loading.withoutPrefix(prefix);
  }

  /** A file's tensors by shorter names, where no network is known. */
  public List<StoredTensor> tensors(WeightFile file, PrintWriter out) {
    String start = prefix == null ? file.prefix() : prefix;
    if (!start.isEmpty() && prefix == null) {
      tell(start, out);
    }
    return file.tensorsWithoutPrefix(start);
  }

  /** Says what was taken off, if anything. */
  public static void tell(String prefix, PrintWriter out) {
    if (!prefix.isEmpty()) {
      out.println("Names without the prefix " + prefix + " (--strip-prefix '' keeps it)");
      out.flush();
    }
  }
}
