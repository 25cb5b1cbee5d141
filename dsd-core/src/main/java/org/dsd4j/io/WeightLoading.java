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
 * How a file is loaded into a network. Immutable; each method returns a changed copy.
 *
 * <p>A network has a name for each parameter and statistic. Unless loading is {@link #lenient()},
 * the file must have the same names, neither fewer nor more but those that are {@link #excluding
 * excluded}, those of masks, and PyTorch's counters {@code *.num_batches_tracked}. Shapes must be
 * the same always, and types floating-point.
 *
 * <p><b>Masks.</b> If the file has {@code mask.conv1.weight}, the parameter gets this mask. If it
 * has none, the parameter keeps what it has. In both cases the file's weights must be zero where
 * the mask holds them there: nothing is zeroed or unmasked in silence.
 *
 * <p>Everything is checked before anything is written: if loading fails, the network is as it was.
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
   * Where weights come from.
   *
   * @param path the file, for messages and the report
   * @param tensors what it has
   */
  private record Source(Path path, Collection<? extends NamedTensor> tensors) {}

  /**
   * @hidden
   */
  @Internal
  public static WeightLoading strict(Path path, Collection<? extends NamedTensor> tensors) {
    return new WeightLoading(new Source(path, tensors), false, null, List.of());
  }

  /** Loads what both sides have; what only one has is in the report. */
  public WeightLoading lenient() {
    return new WeightLoading(source, true, prefix, excluded);
  }

  /**
   * Leaves names out, as if neither side had them; {@code *} stands for any text: {@code fc.*}. The
   * mask of a parameter that is left out is too.
   */
  public WeightLoading excluding(String... patterns) {
    Stream<Wildcard> more = Stream.of(patterns).map(Wildcard::new);
    return new WeightLoading(
        source, lenient, prefix, Stream.concat(excluded.stream(), more).toList());
  }

  /**
   * Takes {@code module.}, or what else wrapped the network, off the file's names, and off the
   * names of masks behind {@code mask.}: {@code mask.module.conv1.weight}. Unless this is called,
   * what all names begin with and none of the network's does is taken off; {@code ""} takes nothing
   * off. The report says what was.
   */
  public WeightLoading withoutPrefix(String start) {
    return new WeightLoading(source, lenient, start, excluded);
  }

  /**
   * Sets the network's parameters, statistics and masks to what the file has.
   *
   * @return what became of each name
   * @throws WeightMismatchException if names or shapes differ more than was allowed
   * @throws IllegalArgumentException if an excluded name is on neither side, or no name of the file
   *     begins with the prefix
   * @throws org.dsd4j.data.CorruptDataException if the file is damaged or a weight is not finite
   */
  public LoadReport loadInto(Network network) {
    LoadPlan plan = new LoadPlan(this, NetworkTensors.parameters(network));
    plan.checkNamesAndShapes();
    plan.checkValues();
    return plan.load();
  }

  /** The network's parameters and statistics whose shape in the file is another. */
  public List<String> ofOtherShape(Network network) {
    Map<String, Parameter> parameters = NetworkTensors.parameters(network);
    List<String> names = new ArrayList<>();
    offered(prefix(parameters.keySet()))
        .forEach(
            (name, tensor) -> {
              Parameter parameter = parameters.get(name);
              if (parameter != null && !LoadPlan.extents(parameter).equals(tensor.extents())) {
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

  /** What is taken off the names, for a network that has these. */
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
   * The file's tensors by the names that the network is to know them by.
   *
   * @param start what is taken off them
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
