package org.dsd4j.io.safetensors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.tensor.Contents;
import org.dsd4j.io.tensor.MappedFile;
import org.dsd4j.io.tensor.Storage;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.Strides;

/**
 * Reads the header of a safetensors file: 8 bytes with its length, JSON, then the elements of all
 * tensors without gaps (https://github.com/huggingface/safetensors). Everything is checked against
 * the file's length before memory is allocated.
 *
 * @hidden
 */
@Internal
public final class SafeTensorsReader {
  /** The start of the header, after its length. */
  public static final int HEADER_START = SafeTensorsHeader.START;

  private SafeTensorsReader() {}

  /** Reads and checks the header. */
  public static Contents read(MappedFile file) {
    long most = Math.min(SafeTensorsHeader.LARGEST, file.size() - HEADER_START);
    long length = most < SafeTensorsHeader.SMALLEST ? 0 : file.slice(0, HEADER_START).getLong();
    if (length < SafeTensorsHeader.SMALLEST || length > most) {
      throw new CorruptDataException(
          file.path(), 0, "a header of 2 to " + Math.max(most, 2) + " bytes", length);
    }
    long start = HEADER_START + length;
    long data = file.size() - start;
    byte[] json = file.bytes(HEADER_START, (int) length);
    SafeTensorsHeader header = SafeTensorsHeader.read(file.path().toString(), json, data);
    if (header.dataBytes() != data) {
      throw new CorruptDataException(
          file.path(),
          start + header.dataBytes(),
          "the end of the file after its tensors",
          (data - header.dataBytes()) + " more bytes");
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (SafeTensorsHeader.TensorEntry entry : header.entries()) {
      Storage storage = new Storage(file, start + entry.begin(), entry.bytes());
      tensors.put(
          entry.name(),
          new StoredTensor(
              entry.name(), entry.type(), Strides.rowMajor(entry.extents()), storage, false));
    }
    return new Contents(tensors, header.metadata());
  }
}
