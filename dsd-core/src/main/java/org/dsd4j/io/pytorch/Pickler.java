package org.dsd4j.io.pytorch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.Strides;

/**
 * Writes the pickle of a state dict, with protocol 2 and only operations that {@link Unpickler} and
 * PyTorch's {@code weights_only} loading support.
 *
 * @hidden
 */
@Internal
public final class Pickler {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Pickler() {}

  /** An ordered dictionary of tensors, the n-th of which has storage n. */
  static byte[] stateDict(List<? extends NamedTensor> tensors) {
    Pickler pickler = new Pickler();
    pickler.operation('\u0080').write(2);
    pickler.emptyDictionary();
    pickler.operation('(');
    for (int i = 0; i < tensors.size(); i++) {
      pickler.text(tensors.get(i).name());
      pickler.tensor(tensors.get(i), i);
    }
    pickler.operation('u');
    pickler.operation('.');
    return pickler.out.toByteArray();
  }

  private void tensor(NamedTensor tensor, int storage) {
    global(Pickled.Function.REBUILD_TENSOR.qualifiedName());
    operation('(');
    operation('(');
    text("storage");
    global("torch." + tensor.type().storageClass());
    text(Integer.toString(storage));
    text("cpu");
    integer(tensor.elements());
    operation('t');
    operation('Q');
    integer(0);
    integers(tensor.extents());
    integers(Strides.rowMajor(tensor.extents()).strides());
    // Requires no gradient and has no hooks.
    operation('\u0089');
    emptyDictionary();
    operation('t');
    operation('R');
  }

  private void emptyDictionary() {
    global(Pickled.Function.ORDERED_DICT.qualifiedName());
    operation(')');
    operation('R');
  }

  private void integers(List<Long> values) {
    operation('(');
    values.forEach(this::integer);
    operation('t');
  }

  private void integer(long value) {
    if (value == (int) value) {
      operation('J').writeBytes(bytes(Integer.BYTES).putInt((int) value).array());
    } else {
      operation('\u008a').write(Long.BYTES);
      out.writeBytes(bytes(Long.BYTES).putLong(value).array());
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    operation('X').writeBytes(bytes(Integer.BYTES).putInt(utf8.length).array());
    out.writeBytes(utf8);
  }

  private void global(String qualifiedName) {
    int dot = qualifiedName.lastIndexOf('.');
    String lines = qualifiedName.substring(0, dot) + "\n" + qualifiedName.substring(dot + 1) + "\n";
    operation('c').writeBytes(lines.getBytes(US_ASCII));
  }

  private ByteArrayOutputStream operation(char operation) {
    out.write(operation);
    return out;
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
