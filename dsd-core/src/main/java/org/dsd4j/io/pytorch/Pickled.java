package org.dsd4j.io.pytorch;

import java.util.List;
import java.util.Map;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.Strides;

/**
 * The values in a pickle of tensors other than texts, {@link Long}, {@link Double}, {@link
 * Boolean}, lists and maps.
 */
final class Pickled {
  private Pickled() {}

  /** Python's {@code None}. */
  enum None {
    /** The only value. */
    NONE
  }

  /** The functions and classes that a pickle may refer to. */
  enum Function {
    /** Makes an empty dictionary. */
    ORDERED_DICT("collections.OrderedDict"),
    /** Makes a tensor from a storage, offset, extents and strides. */
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    /** Makes a parameter from a tensor. */
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    /** Makes a parameter with attributes from a tensor. */
    REBUILD_PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state"),
    /** Calls another of these functions and sets the tensor's class and attributes. */
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
   * @param type the type of the elements
   * @param key the entry's name in the folder {@code data}
   * @param elements the number of elements
   */
  record StorageReference(StoredType type, String key, long elements) {}

  /**
   * A tensor.
   *
   * @param storage the storage with its elements
   * @param strides the layout of its elements in the storage
   * @param negative whether the stored elements are to be negated
   */
  record TensorReference(StorageReference storage, Strides strides, boolean negative) {}

  /** The kind of a value, for messages. */
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
