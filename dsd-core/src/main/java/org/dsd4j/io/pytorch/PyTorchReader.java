package org.dsd4j.io.pytorch;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.pytorch.Pickled.StorageReference;
import org.dsd4j.io.pytorch.Pickled.TensorReference;
import org.dsd4j.io.tensor.Contents;
import org.dsd4j.io.tensor.MappedFile;
import org.dsd4j.io.tensor.Storage;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.Strides;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that PyTorch's {@code torch.save} writes since version 1.6: a zip file without
 * compression with {@code data.pkl}, a pickle, and an entry {@code data/KEY} with the elements of
 * each storage, all in one folder.
 *
 * @hidden
 */
@Internal
public final class PyTorchReader {
  /** The name of the pickle in the folder. */
  static final String PICKLE = "data.pkl";

  /** The path of the storages in the folder, followed by their keys. */
  static final String STORAGES = "data/";

  /** The entry with the byte order of the storages, since PyTorch 2.1. */
  static final String BYTE_ORDER = "byteorder";

  /** The byte order that is read and written. */
  static final String LITTLE_ENDIAN = "little";

  /** A hundred times what the weights of a hundred layers need. */
  private static final int LARGEST_PICKLE = 1 << 22;

  /** The keys of a checkpoint at which the state dict can be. */
  private static final List<String> STATE_DICTS =
      List.of("state_dict", "model_state_dict", "model");

  /** Keys that only an optimizer's state dict has. */
  private static final Set<String> OF_OPTIMIZERS = Set.of("state", "param_groups");

  private final MappedFile file;
  private final Map<String, Storage> entries;
  private final String folder;

  private PyTorchReader(MappedFile file, Map<String, Storage> entries) {
    this.file = file;
    this.entries = entries;
    List<String> pickles =
        entries.keySet().stream()
            .filter(name -> name.indexOf('/') == name.length() - PICKLE.length() - 1)
            .filter(name -> name.endsWith("/" + PICKLE))
            .toList();
    if (pickles.size() != 1) {
      throw corrupt("", "one folder with " + PICKLE, pickles);
    }
    this.folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
  }

  /** Reads the pickle. */
  public static Contents read(MappedFile file) {
    PyTorchReader reader = new PyTorchReader(file, ZipEntries.read(file));
    reader.checkByteOrder();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    reader
        .stateDict(reader.pickled())
        .forEach((name, tensor) -> tensors.put(name, reader.tensor(name, tensor)));
    return new Contents(tensors, Map.of());
  }

  private void checkByteOrder() {
    if (entries.containsKey(folder + BYTE_ORDER)) {
      byte[] order = small(folder + BYTE_ORDER, LITTLE_ENDIAN.length());
      String received = new String(order, StandardCharsets.US_ASCII);
      if (!received.equals(LITTLE_ENDIAN)) {
        throw new CorruptDataException(
            file.path() + ", entry " + folder + BYTE_ORDER,
            LITTLE_ENDIAN + "-endian numbers",
            received,
            "load it in Python on a machine of the common kind and save it there:"
                + " torch.save(torch.load(name), name)");
      }
    }
  }

  private Object pickled() {
    String name = folder + PICKLE;
    return Unpickler.read(file.path() + ", entry " + name, small(name, LARGEST_PICKLE));
  }

  private byte[] small(String name, int largest) {
    Storage entry = entry(name);
    if (entry.bytes() > largest) {
      throw corrupt(", entry " + name, "at most " + largest + " bytes", entry.bytes());
    }
    return entry.toArray();
  }

  private Storage entry(String name) {
    @Nullable Storage entry = entries.get(name);
    if (entry == null) {
      throw corrupt("", "an entry " + name, "none");
    }
    return entry;
  }

  /** The tensors of a state dict, or of the one in a checkpoint. */
  private Map<String, TensorReference> stateDict(Object root) {
    if (!(root instanceof Map<?, ?> dictionary)) {
      throw noTensors("the whole: " + Pickled.kind(root));
    }
    if (dictionary.keySet().equals(OF_OPTIMIZERS)) {
      throw noTensors("the state of an optimizer, which has no weights");
    }
    for (String key : STATE_DICTS) {
      if (dictionary.get(key) instanceof Map<?, ?> inner) {
        return tensors(inner);
      }
    }
    return tensors(dictionary);
  }

  private Map<String, TensorReference> tensors(Map<?, ?> dictionary) {
    Map<String, TensorReference> tensors = new LinkedHashMap<>();
    dictionary.forEach(
        (key, value) -> {
          if (!(key instanceof String name) || !(value instanceof TensorReference tensor)) {
            throw noTensors(key + ": " + Pickled.kind(value));
          }
          tensors.put(name, tensor);
        });
    return tensors;
  }

  private CorruptDataException noTensors(String received) {
    return new CorruptDataException(
        file.path() + ", entry " + folder + PICKLE,
        "tensors by name, by themselves or as one of " + STATE_DICTS,
        received,
        PickledCalls.STATE_DICT_ALONE);
  }

  private StoredTensor tensor(String name, TensorReference tensor) {
    StorageReference storage = tensor.storage();
    Storage entry = entry(folder + STORAGES + storage.key());
    String place = ", tensor " + name;
    if (!Strides.fills(List.of(storage.elements()), storage.type(), entry.bytes())) {
      throw corrupt(
          place, storage.elements() + " elements of " + storage.type(), entry.bytes() + " bytes");
    }
    Strides strides = tensor.strides();
    if (!strides.fitInto(storage.elements())) {
      throw corrupt(
          place, "elements within the " + storage.elements() + " of its storage", strides);
    }
    return new StoredTensor(name, storage.type(), strides, entry, tensor.negative());
  }

  private CorruptDataException corrupt(String place, Object expected, Object received) {
    return new CorruptDataException(
        file.path() + place, expected, received, "get the file again from its source");
  }
}
