package org.dsd4j.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Wildcard;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The options for loading a file into a network. Immutable; each method returns a changed copy.
 *
 * <p>A network has a name for each parameter and statistic. Unless loading is {@link #lenient()},
 * the file must have exactly the same names, apart from those that are {@link #excluding excluded},
 * those of masks, and PyTorch's counters {@code *.num_batches_tracked}. Shapes must always be
 * equal, and types floating-point.
 *
 * <p><b>Masks.</b> If the file has {@code mask.conv1.weight}, the parameter gets this mask;
 * otherwise it keeps its own. In both cases the file's weights must be zero where the mask prunes
 * them: loading never silently zeroes or unmasks weights.
 *
 * <p>Everything is checked before anything is written: if loading fails, the network is unchanged.
 */
public final class WeightLoading {
  private final Source source;
  private final boolean lenient;
  private final @Nullable String prefix;
  private final List<Wildcard> excluded;

  private WeightLoading(
      Source source, boolean lenient, @Nullable String prefix, List<Wildcard> excluded) {
    this.source = source;
    this.lenient = lenient;
    this.prefix = prefix;
    this.excluded = excluded;
  }

  /**
   * The source of weights.
   *
   * @param path the file, for messages and the report
   * @param tensors its tensors
   */
  private record Source(Path path, Collection<? extends NamedTensor> tensors) {}

  /**
   * @hidden
   */
  @Internal
  public static WeightLoading strict(Path path, Collection<? extends NamedTensor> tensors) {
    return new WeightLoading(new Source(path, tensors), false, null, List.of());
  }

  /** Loads the names that both sides have; the report lists the others. */
  public WeightLoading lenient() {
    return new WeightLoading(source, true, prefix, excluded);
  }

  /**
   * Excludes names, as if neither side had them; {@code *} matches any text: {@code fc.*}. The mask
   * of an excluded parameter is excluded too.
   */
  public WeightLoading excluding(String... patterns) {
    Stream<Wildcard> more = Stream.of(patterns).map(Wildcard::new);
    return new WeightLoading(
        source, lenient, prefix, Stream.concat(excluded.stream(), more).toList());
  }

  /**
   * Removes {@code module.}, or another wrapper's prefix, from the file's names, and from the names
   * of masks after {@code mask.}: {@code mask.module.conv1.weight}. By default, a prefix is removed
   * that all of the file's names have and none of the network's; {@code ""} removes nothing. The
   * report has the prefix.
   */
  public WeightLoading withoutPrefix(String start) {
    return new WeightLoading(source, lenient, start, excluded);
  }

  /**
   * Sets the network's parameters, statistics and masks from the file.
   *
   * @return the result for each name
   * @throws WeightMismatchException if names or shapes differ more than allowed
   * @throws IllegalArgumentException if an excluded name is on neither side, or no name of the file
   *     has the prefix
   * @throws org.dsd4j.data.CorruptDataException if the file is damaged or a weight is not finite
   */
  public LoadReport loadInto(Network network) {
    WeightMapping plan = new WeightMapping(this, NetworkTensors.parameters(network));
    plan.checkNamesAndShapes();
    plan.checkValues();
    return plan.load();
  }

  /** The network's parameters and statistics that have another shape in the file. */
  public List<String> ofOtherShape(Network network) {
    Map<String, Parameter> parameters = NetworkTensors.parameters(network);
    List<String> names = new ArrayList<>();
    offered(prefix(parameters.keySet()))
        .forEach(
            (name, tensor) -> {
              Parameter parameter = parameters.get(name);
              if (parameter != null && !WeightMapping.extents(parameter).equals(tensor.extents())) {
                names.add(name);
              }
            });
    return names;
  }

  Path path() {
    return source.path();
  }

  boolean isLenient() {
    return lenient;
  }

  List<Wildcard> excluded() {
    return excluded;
  }

  /** The prefix to remove, for a network with these names. */
  String prefix(Set<String> wanted) {
    String given = prefix;
    if (given != null) {
      Prefixes.check(source.path(), given, source.tensors());
      return given;
    }
    Set<String> names = Prefixes.names(source.tensors());
    return names.stream().anyMatch(wanted::contains)
        ? ""
        : Prefixes.shared(names).stream()
            .filter(
                shared ->
                    names.stream()
                        .anyMatch(name -> wanted.contains(name.substring(shared.length()))))
            .findFirst()
            .orElse("");
  }

  /**
   * The file's tensors by their names in the network.
   *
   * @param start the prefix to remove
   */
  Map<String, NamedTensor> offered(String start) {
    Map<String, NamedTensor> offered = new LinkedHashMap<>();
    for (NamedTensor tensor : source.tensors()) {
      String shortened = Prefixes.without(start, tensor.name());
      if (offered.put(shortened, tensor) != null) {
        throw new WeightMismatchException(
            source.path(),
            "different names without the prefix " + start,
            shortened + " twice",
            "load with another prefix");
      }
    }
    return offered;
  }
}
