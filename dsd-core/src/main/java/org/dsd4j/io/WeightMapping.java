package org.dsd4j.io;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Wildcard;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Assigns the tensors of a file to a network's parameters, statistics and masks, and checks that
 * they fit.
 */
final class WeightMapping {
  /**
   * The endings of names of tensors from which PyTorch computes a weight on each access, with the
   * calls that remove that.
   */
  private static final Map<String, String> COMPUTED_BY_PYTORCH =
      Map.of(
          "_mask", "torch.nn.utils.prune.remove(module, name)",
          "_g", "torch.nn.utils.remove_weight_norm(module, name)",
          "_u", "torch.nn.utils.remove_spectral_norm(module, name)");

  private final WeightLoading loading;
  private final Map<String, Parameter> parameters;
  private final String prefix;
  private final Map<String, NamedTensor> values = new LinkedHashMap<>();
  private final Map<String, NamedTensor> storedMasks = new LinkedHashMap<>();
  private final Map<String, Mask> masks = new LinkedHashMap<>();
  private final List<String> unexpected = new ArrayList<>();
  private final Set<String> excluded = new LinkedHashSet<>();
  private final List<String> passedOver = new ArrayList<>();
  private final List<String> missing;

  /**
   * Assigns each tensor.
   *
   * @param parameters the network's parameters and statistics by name
   */
  WeightMapping(WeightLoading loading, Map<String, Parameter> parameters) {
    this.loading = loading;
    this.parameters = parameters;
    this.prefix = loading.prefix(parameters.keySet());
    Map<String, NamedTensor> offered = loading.offered(prefix);
    checkThatAllExclude(offered);
    offered.forEach(this::place);
    for (String masked : List.copyOf(storedMasks.keySet())) {
      if (!values.containsKey(masked)) {
        storedMasks.remove(masked);
        unexpected.add(NetworkTensors.maskOf(masked));
      }
    }
    parameters.keySet().stream().filter(this::excludes).forEach(excluded::add);
    this.missing =
        parameters.keySet().stream()
            .filter(name -> !values.containsKey(name) && !excludes(name))
            .toList();
  }

  /** A pattern that matches nothing is a mistake, and would load what it was meant to exclude. */
  private void checkThatAllExclude(Map<String, NamedTensor> offered) {
    for (Wildcard pattern : loading.excluded()) {
      Check.argument(
          offered.keySet().stream().anyMatch(pattern::matches)
              || parameters.keySet().stream().anyMatch(pattern::matches),
          "excluded names",
          "a name of the file or the network",
          pattern,
          "check the spelling; * stands for any text");
    }
  }

  private boolean excludes(String name) {
    return loading.excluded().stream().anyMatch(pattern -> pattern.matches(name));
  }

  private void place(String name, NamedTensor tensor) {
    String masked = NetworkTensors.maskedBy(name).orElse(name);
    if (excludes(name) || excludes(masked)) {
      excluded.add(name);
    } else if (parameters.containsKey(name)) {
      values.put(name, tensor);
    } else if (parameters.containsKey(masked)) {
      storedMasks.put(masked, tensor);
    } else if (NetworkTensors.passesOver(tensor)) {
      passedOver.add(name);
    } else {
      unexpected.add(name);
    }
  }

  /** Throws if names or shapes differ more than allowed. */
  void checkNamesAndShapes() {
    List<String> different = new ArrayList<>();
    values.forEach(
        (name, tensor) -> {
          if (!tensor.type().isFloating() || !extents(name).equals(tensor.extents())) {
            different.add(difference(name, "floating-point", tensor));
          }
        });
    storedMasks.forEach(
        (name, tensor) -> {
          if (tensor.type() != StoredType.BOOL || !extents(name).equals(tensor.extents())) {
            different.add(difference(name, "BOOL mask", tensor));
          }
        });
    boolean namesDiffer = !missing.isEmpty() || !unexpected.isEmpty();
    boolean nothingFits = values.isEmpty() && !parameters.isEmpty();
    if (!different.isEmpty() || nothingFits || (namesDiffer && !loading.isLenient())) {
      throw new WeightMismatchException(
          loading.path(),
          "the names and shapes of the network",
          "others"
              + listed("missing in the file", missing)
              + listed("unknown to the network", unexpected)
              + listed("different", different)
              + "\n",
          remedy());
    }
  }

  private List<Long> extents(String name) {
    return extents(parameter(name));
  }

  /** The extents of a parameter in files. */
  static List<Long> extents(Parameter parameter) {
    return Arrays.stream(parameter.shape().toLongs()).boxed().toList();
  }

  private String difference(String name, String wanted, NamedTensor tensor) {
    return String.format(
        Locale.ROOT,
        "%s %s %s in the file, %s %s in the network",
        tensor.name(),
        tensor.type(),
        tensor.extents(),
        wanted,
        extents(name));
  }

  private Parameter parameter(String name) {
    @Nullable Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalStateException(name);
    }
    return parameter;
  }

  private static String listed(String title, List<String> names) {
    int most = 12;
    if (names.isEmpty()) {
      return "";
    }
    String shown = String.join(", ", names.subList(0, Math.min(most, names.size())));
    String more = names.size() > most ? " and " + (names.size() - most) + " more" : "";
    return String.format(Locale.ROOT, "\n  %s (%d): %s%s", title, names.size(), shown, more);
  }

  /** Suggests how to make the names fit. */
  private String remedy() {
    for (String weight : missing) {
      for (Map.Entry<String, String> computed : COMPUTED_BY_PYTORCH.entrySet()) {
        if (unexpected.contains(weight + computed.getKey())) {
          return "the file has what PyTorch computes "
              + weight
              + " from: call "
              + computed.getValue()
              + " before torch.save";
        }
      }
      if (unexpected.stream().anyMatch(name -> name.contains("parametrizations."))) {
        return "the file has what PyTorch computes weights from: call"
            + " torch.nn.utils.parametrize.remove_parametrizations(module, name) before torch.save";
      }
    }
    for (String tensor : unexpected) {
      String name = NetworkTensors.maskedBy(tensor).orElse(tensor);
      for (String wanted : missing) {
        if (name.endsWith("." + wanted)) {
          String start = name.substring(0, name.length() - wanted.length());
          return "load withoutPrefix(\""
              + start
              + "\"), on the command line --strip-prefix "
              + start;
        }
      }
    }
    return "build the network that the file is of, leave out by excluding(…) what is to differ (a"
        + " head of other classes: --new-head of imagenet), or load what fits by lenient()";
  }

  /** Throws if a value is not finite, or a masked value is not zero. */
  void checkValues() {
    ValueCheck check = new ValueCheck(loading.path());
    storedMasks.forEach(
        (name, tensor) -> masks.put(name, check.mask(tensor, parameter(name).shape())));
    values.forEach(
        (name, tensor) -> {
          check.finite(tensor);
          @Nullable Mask mask = masks.get(name);
          if (mask == null) {
            parameter(name).mask().ifPresent(own -> check.zeroUnderNetworksMask(tensor, own));
          } else {
            check.zeroUnderFilesMask(tensor, mask);
          }
        });
  }

  private static void copy(NamedTensor tensor, Tensor target) {
    if (tensor.type() != StoredType.F64 || target.type() != ElementType.FLOAT64) {
      tensor.floats(target::set);
      return;
    }
    double[] values = new double[Math.toIntExact(tensor.elements())];
    DoubleBuffer all = DoubleBuffer.wrap(values);
    tensor.runs(run -> all.put(run.asDoubleBuffer()));
    try (INDArray array = Nd4j.createFromArray(values)) {
      target.set(array);
    }
  }

  /** Writes the tensors into the network. */
  LoadReport load() {
    masks.forEach((name, mask) -> parameter(name).setMask(mask));
    values.forEach((name, tensor) -> copy(tensor, parameter(name).value()));
    return new LoadReport(
        loading.path(),
        prefix,
        List.copyOf(values.keySet()),
        List.copyOf(masks.keySet()),
        missing,
        List.copyOf(unexpected),
        List.copyOf(excluded),
        List.copyOf(passedOver));
  }
}
