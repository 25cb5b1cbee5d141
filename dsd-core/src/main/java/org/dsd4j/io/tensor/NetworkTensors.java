package org.dsd4j.io.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;

/**
 * A network's tensors with their names in files.
 *
 * @hidden
 */
@Internal
public final class NetworkTensors {
  private static final String MASK = "mask.";
  private static final String BATCHES_TRACKED = ".num_batches_tracked";

  private NetworkTensors() {}

  /** Parameters and statistics by name. */
  public static Map<String, Parameter> parameters(Network network) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    network.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    // A carried state belongs to a run, not to the weights.
    network.statistics().stream()
        .filter(parameter -> parameter.role() != Role.CARRIED_STATE)
        .forEach(parameter -> parameters.put(parameter.name(), parameter));
    return parameters;
  }

  /** Parameters, statistics and masks. */
  public static List<NamedTensor> of(Network network, StoredType type) {
    List<NamedTensor> tensors = new ArrayList<>();
    List<NamedTensor> masks = new ArrayList<>();
    parameters(network)
        .forEach(
            (name, parameter) -> {
              NamedTensor tensor = NamedTensor.of(name, parameter.value());
              TensorChecks.firstNotFinite(tensor)
                  .ifPresent(
                      index -> {
                        throw new IllegalArgumentException(
                            Check.message(
                                "element " + index + " of " + name,
                                "a finite number",
                                "infinity or not a number",
                                "write weights from before they were lost"));
                      });
              tensors.add(tensor.as(type));
              parameter.mask().ifPresent(mask -> masks.add(new MaskTensor(maskOf(name), mask)));
            });
    tensors.addAll(masks);
    return tensors;
  }

  /** The name of a parameter's mask. */
  public static String maskOf(String parameter) {
    return MASK + parameter;
  }

  /** The parameter whose mask has this name, if it has the form of a mask's name. */
  public static Optional<String> maskedBy(String name) {
    return name.startsWith(MASK) ? Optional.of(name.substring(MASK.length())) : Optional.empty();
  }

  /**
   * Whether a tensor is ignored by networks: PyTorch's batch norms count the batches seen, which is
   * needed only for a kind of momentum that the ones here do not have.
   */
  public static boolean passesOver(NamedTensor tensor) {
    return tensor.type() == StoredType.I64 && tensor.name().endsWith(BATCHES_TRACKED);
  }
}
