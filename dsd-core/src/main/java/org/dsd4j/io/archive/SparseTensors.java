package org.dsd4j.io.archive;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.tensor.KeptTensor;
import org.dsd4j.io.tensor.MaskBits;
import org.dsd4j.io.tensor.MaskTensor;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.NetworkTensors;
import org.dsd4j.io.tensor.ScatteredTensor;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Parameters with masks as archives store them: the kept elements, and the mask in bits. */
final class SparseTensors {
  static final String KEPT = "kept.";
  private static final String BITS = "mask_bits.";

  private SparseTensors() {}

  /** The tensors of a network as they are stored. */
  static List<NamedTensor> packed(Network network) {
    Map<String, Mask> masks = new HashMap<>();
    NetworkTensors.parameters(network)
        .forEach((name, parameter) -> parameter.mask().ifPresent(mask -> masks.put(name, mask)));
    List<NamedTensor> packed = new ArrayList<>();
    for (NamedTensor tensor : NetworkTensors.of(network, StoredType.F32)) {
      @Nullable Mask mask = masks.get(tensor.name());
      if (mask != null) {
        packed.add(new KeptTensor(KEPT + tensor.name(), tensor, mask));
        packed.add(new MaskBits(BITS + tensor.name(), mask));
      } else if (!(tensor instanceof MaskTensor)) {
        packed.add(tensor);
      }
    }
    return packed;
  }

  /** The shapes, by parameter, of those that are stored as kept elements only. */
  static Map<String, List<Long>> shapes(List<NamedTensor> packed) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    for (NamedTensor tensor : packed) {
      if (tensor instanceof KeptTensor kept) {
        shapes.put(kept.whole().name(), kept.whole().extents());
      }
    }
    return shapes;
  }

  /**
   * The tensors of a file with the names and shapes of a network's.
   *
   * @param shapes the shapes of the parameters with masks
   * @throws CorruptDataException if stored tensors do not fit them
   */
  static List<NamedTensor> unpacked(WeightFile file, Map<String, List<Long>> shapes) {
    List<NamedTensor> tensors = new ArrayList<>();
    Set<String> used = new HashSet<>();
    shapes.forEach(
        (name, extents) -> {
          try {
            StoredTensor kept = file.tensor(KEPT + name);
            Mask mask = mask(file, file.tensor(BITS + name), extents);
            check(file, kept, StoredType.F32, mask.keptCount());
            tensors.add(new ScatteredTensor(name, mask, kept));
            tensors.add(new MaskTensor(NetworkTensors.maskOf(name), mask));
          } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(file, name, "a shape, kept elements and bits that fit", e.getMessage())
                .causedBy(e);
          }
          used.addAll(Set.of(KEPT + name, BITS + name));
        });
    file.tensors().stream().filter(tensor -> !used.contains(tensor.name())).forEach(tensors::add);
    return tensors;
  }

  private static Mask mask(WeightFile file, StoredTensor stored, List<Long> extents) {
    Shape shape = Shape.of(extents.stream().mapToLong(Long::longValue).toArray());
    long count = MaskBits.bytes(shape.elements());
    check(file, stored, StoredType.U8, count);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count));
    stored.runs(bytes::put);
    return Mask.of(shape, BitSet.valueOf(bytes.flip()));
  }

  private static void check(WeightFile file, StoredTensor tensor, StoredType type, long elements) {
    if (tensor.type() != type || !tensor.extents().equals(List.of(elements))) {
      throw wrong(
          file,
          tensor.name(),
          type + " [" + elements + "]",
          tensor.type() + " " + tensor.extents());
    }
  }

  private static CorruptDataException wrong(
      WeightFile file, String name, String expected, @Nullable String received) {
    return new CorruptDataException(
        file.path() + ", tensor " + name, expected, received, ArchiveDocument.REMEDY);
  }
}
