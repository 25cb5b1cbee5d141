package org.dsd4j.io.pytorch;

import java.util.List;
import java.util.Map;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.Strides;

/**
 * What a pickle of tensors may hold beside texts, {@link Long}, {@link Double}, {@link Boolean},
 * lists and maps.
 */
final class Pickled {
  private Pickled() {}

  /** Python's {@code None}. */
  enum None {
    /** The only one. */
    NONE
  }

  /** The functions and classes that a pickle may name. */
  enum Function {
    /** Makes an empty dictionary. */
    ORDERED_DICT("collections.OrderedDict"),
    /** Makes a tensor of a storage, offset, extents and strides. */
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    /** Makes a parameter of a tensor. */
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    /** Makes a parameter of a tensor and gives it attributes. */
    REBUILD_PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state"),
    /** Calls another of these and gives the tensor a class and attributes. */
    REBUILD_FROM_TYPE("torch._tensor._rebuild_from_type_v2"),
    /** The class of tensors. */
    TENSOR("torch.Tensor"),
    /** The class of parameters. */
    PARAMETER("torch.nn.parameter.Parameter");

    private final String qualifiedName;

    Function(String qualifiedName) {
      this.qualifiedName = qualifiedName;
    }

    String qualifiedName() {
      return qualifiedName;
    }
  }

  /**
   * A reference to an entry of the zip file.
   *
   * @param type of the elements
   * @param key the entry's name in the folder {@code data}
   * @param elements how many it has
   */
  record StorageReference(StoredType type, String key, long elements) {}

  /**
   * A tensor.
   *
   * @param storage where its elements lie
   * @param strides which of the storage's elements they are
   * @param negative whether its elements are those with the other sign
   */
  record TensorReference(StorageReference storage, Strides strides, boolean negative) {}

  /** What a value is, for messages. */
  static String kind(Object value) {
    if (value instanceof TensorReference) {
      return "a tensor";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Map) {
      return "a dictionary";
    }
    if (value instanceof String) {
      return "a text";
    }
    return value instanceof Long || value instanceof Double ? "a number" : "something else";
  }
}
