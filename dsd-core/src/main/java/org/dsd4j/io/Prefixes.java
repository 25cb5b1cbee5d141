package org.dsd4j.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;

/**
 * Prefixes that wrappers of a network add to its names: {@code module.} by PyTorch's {@code
 * DataParallel}, {@code _orig_mod.} by {@code torch.compile}, {@code model.} by training programs.
 */
final class Prefixes {
  private static final List<String> OF_WRAPPERS = List.of("module.", "_orig_mod.", "model.");

  private Prefixes() {}

  /**
   * The common prefixes of all names, each ending with a dot, the shortest first; at least one word
   * of each name is left.
   */
  static List<String> shared(Collection<String> names) {
    List<String> shared = new ArrayList<>();
    String first = names.stream().findFirst().orElse("");
    for (int dot = first.indexOf('.'); dot >= 0; dot = first.indexOf('.', dot + 1)) {
      String start = first.substring(0, dot + 1);
      if (!names.stream().allMatch(name -> name.startsWith(start))) {
        break;
      }
      shared.add(start);
    }
    return shared;
  }

  /**
   * The longest common prefix of all names that consists of wrappers' prefixes only, for use
   * without a network; empty if there is none.
   */
  static String ofWrappers(Collection<? extends NamedTensor> tensors) {
    Set<String> names = names(tensors);
    String longest = "";
    for (String start : shared(names)) {
      if (!OF_WRAPPERS.contains(start.substring(longest.length()))) {
        break;
      }
      longest = start;
    }
    return longest;
  }

  /** The names of the tensors, and those of the parameters that masks belong to. */
  static Set<String> names(Collection<? extends NamedTensor> tensors) {
    return tensors.stream()
        .map(NamedTensor::name)
        .map(name -> NetworkTensors.maskedBy(name).orElse(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Throws if no name has a prefix: this is a mistake, and removing it would change nothing. */
  static void check(Path file, String prefix, Collection<? extends NamedTensor> tensors) {
    Set<String> names = names(tensors);
    Check.argument(
        prefix.isEmpty() || names.stream().anyMatch(name -> name.startsWith(prefix)),
        file.toString(),
        "names that begin with " + prefix,
        "others, such as " + names.stream().findFirst().orElse("none"),
        "take another prefix or none");
  }

  /** A name without a prefix, which can also follow {@code mask.}; other names are unchanged. */
  static String without(String start, String name) {
    if (name.startsWith(start)) {
      return name.substring(start.length());
    }
    return NetworkTensors.maskedBy(name)
        .filter(masked -> masked.startsWith(start))
        .map(masked -> NetworkTensors.maskOf(masked.substring(start.length())))
        .orElse(name);
  }
}
