package org.dsd4j.io.pytorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.pytorch.Pickled.Function;
import org.dsd4j.io.pytorch.Pickled.StorageReference;
import org.dsd4j.io.pytorch.Pickled.TensorReference;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.Strides;
import org.jspecify.annotations.Nullable;

/**
 * The results of the functions in a pickle of tensors, without executing them. Any other name is
 * rejected, and further properties of a tensor are either applied or rejected.
 */
final class PickledCalls {
  /** The remedy that gives a readable file. */
  static final String STATE_DICT_ALONE =
      "write the state dict alone: torch.save(model.state_dict(), name)";

  /** The names in the last argument of {@code _rebuild_tensor_v2}. */
  private static final String NEGATIVE = "neg";

  /** The remedies for unsupported kinds of tensors, by the prefixes of their functions' names. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "torch._utils._rebuild_sparse", "write tensor.to_dense() in its place",
          "torch._utils._rebuild_nested", "write tensor.to_padded_tensor(0) in its place",
          "torch._utils._rebuild_qtensor", "write tensor.dequantize() in its place",
          "torch.Q", "write tensor.dequantize() in its place",
          "torch.Complex", "write torch.view_as_real(tensor.resolve_conj()) in its place",
          "torch._utils._rebuild_tensor_v3", "write tensor.float() in its place",
          "torch._utils._rebuild_meta", "write a tensor with values, of the device cpu",
          "torch._utils._rebuild_device", "write tensor.cpu() in its place");

  private final String name;
  private final PickleBytes in;

  /**
   * Describes calls.
   *
   * @param name the pickle's name in messages
   * @param in the pickle, for the position in messages
   */
  PickledCalls(String name, PickleBytes in) {
    this.name = name;
    this.in = in;
  }

  /** The meaning of a name: a function, a type of storages, or a class of tensors. */
  Object global(String module, String member) {
    String qualifiedName = module + "." + member;
    for (Function function : Function.values()) {
      if (function.qualifiedName().equals(qualifiedName)) {
        return function;
      }
    }
    Optional<StoredType> type =
        module.equals("torch") ? StoredType.ofStorageClass(member) : Optional.empty();
    if (type.isPresent()) {
      return type.get();
    }
    throw new CorruptDataException(
        name,
        "tensors, numbers and texts in dictionaries and lists",
        "the Python object " + qualifiedName + ", which was not touched",
        REMEDIES.entrySet().stream()
            .filter(remedy -> qualifiedName.startsWith(remedy.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(STATE_DICT_ALONE));
  }

  /** The result of a call. */
  Object result(Object callable, List<?> given) {
    if (callable instanceof Function function) {
      switch (function) {
        case ORDERED_DICT -> {
          if (given.isEmpty()) {
            return new LinkedHashMap<>();
          }
        }
        case REBUILD_TENSOR -> {
          return tensor(given);
        }
        case REBUILD_PARAMETER, REBUILD_PARAMETER_WITH_STATE -> {
          if (!given.isEmpty() && given.get(0) instanceof TensorReference tensor) {
            return tensor;
          }
        }
        case REBUILD_FROM_TYPE -> {
          // The function, the class, the function's arguments, and attributes of Python's.
          if (given.size() == 4
              && (given.get(1) == Function.TENSOR || given.get(1) == Function.PARAMETER)
              && given.get(2) instanceof List<?> arguments
              && given.get(0) != callable) {
            return result(given.get(0), arguments);
          }
        }
        case TENSOR, PARAMETER -> {
          // Classes that are arguments of other calls; calling them does not give a tensor of a
          // state dict.
        }
      }
    }
    throw in.corrupt("a call that makes a tensor or a dictionary", "another");
  }

  /**
   * A tensor of a storage, offset, extents, strides, whether it requires a gradient, hooks, and
   * optionally pending operations on its elements.
   */
  private TensorReference tensor(List<?> given) {
    if (given.size() >= 4
        && given.size() <= 7
        && given.get(0) instanceof StorageReference storage
        && given.get(1) instanceof Long offset
        && given.get(2) instanceof List<?> extents
        && given.get(3) instanceof List<?> strides
        && offset >= 0) {
      boolean negative = given.size() == 7 && isNegative(storage.type(), given.get(6));
      return new TensorReference(
          storage, new Strides(offset, counts(extents), counts(strides)), negative);
    }
    throw in.corrupt("a call that makes a tensor or a dictionary", "another");
  }

  private boolean isNegative(StoredType type, Object properties) {
    if (properties == Pickled.None.NONE) {
      return false;
    }
    boolean negative = false;
    Map<?, ?> byName = properties instanceof Map<?, ?> map ? map : Map.of("", properties);
    for (Map.Entry<?, ?> property : byName.entrySet()) {
      if (property.getKey().equals(NEGATIVE) && type.isFloating()) {
        negative = property.getValue().equals(true);
      } else if (!property.getValue().equals(false)) {
        throw new CorruptDataException(
            name,
            "tensors with no property but '" + NEGATIVE + "'",
            "one of " + type + " with '" + property.getKey() + "'",
            "write tensor.resolve_conj().resolve_neg().clone() in its place");
      }
    }
    return negative;
  }

  private List<Long> counts(List<?> values) {
    List<Long> counts = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Long count) || count < 0 || counts.size() == Strides.HIGHEST_RANK) {
        throw in.corrupt("extents or strides", "something else");
      }
      counts.add(count);
    }
    return List.copyOf(counts);
  }

  /** A reference to an entry of the zip file. */
  StorageReference storage(@Nullable Object reference) {
    if (reference instanceof List<?> list
        && list.size() == 5
        && list.get(0).equals("storage")
        && list.get(1) instanceof StoredType type
        && list.get(2) instanceof String key
        && list.get(4) instanceof Long elements
        && elements >= 0) {
      return new StorageReference(type, key, elements);
    }
    throw in.corrupt("a reference to a storage", "something else");
  }
}
