package org.dsd4j.datasets.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dsd4j.data.CorruptDataException;

/**
 * The names of a zip file's entries, read as by Python's zipfile: in UTF-8 where the entry says so,
 * by a flag or by an extra field with the name, else in code page 437. If no name contains '/',
 * '\\' is the separator, which some programs on Windows write.
 */
final class ZipNames {
  /** The original encoding of zip files, used for names without another indication. */
  static final Charset CODE_PAGE_437 = Charset.forName("IBM437");

  private static final short UNICODE_PATH = 0x7075;

  /** The bytes of a version and of the name's checksum. */
  private static final int UNICODE_PATH_HEADER = 5;

  private ZipNames() {}

  /**
   * The names that differ from those of a file opened in code page 437.
   *
   * @return a map from correct names to the file's
   */
  static Map<String, String> different(Path path, ZipFile zip) {
    List<? extends ZipEntry> entries = zip.stream().toList();
    boolean backslashes = entries.stream().noneMatch(entry -> entry.getName().contains("/"));
    Map<String, String> different = new HashMap<>();
    for (ZipEntry entry : entries) {
      String name = unicodeName(entry);
      String slashed = backslashes ? name.replace('\\', '/') : name;
      boolean differs = !slashed.equals(entry.getName());
      if (differs && different.put(slashed, entry.getName()) != null) {
        throw twice(path, slashed);
      }
    }
    return different;
  }

  /** An error for two entries with the same name. */
  static CorruptDataException twice(Path path, String name) {
    return new CorruptDataException(
        path + ", entry " + name, "one entry of this name", "two", "make the zip file anew");
  }

  /** The name in the extra field, if its checksum matches the entry's name. */
  private static String unicodeName(ZipEntry entry) {
    byte[] extra = entry.getExtra();
    ByteBuffer fields = ByteBuffer.wrap(extra == null ? new byte[0] : extra);
    fields.order(ByteOrder.LITTLE_ENDIAN);
    while (fields.remaining() >= 2 * Short.BYTES) {
      short id = fields.getShort();
      int length = Math.min(fields.getShort() & 0xffff, fields.remaining());
      ByteBuffer field = fields.slice().limit(length).order(ByteOrder.LITTLE_ENDIAN);
      if (id == UNICODE_PATH && length > UNICODE_PATH_HEADER && field.get() == 1) {
        CRC32 crc = new CRC32();
        crc.update(entry.getName().getBytes(CODE_PAGE_437));
        if ((int) crc.getValue() == field.getInt()) {
          return StandardCharsets.UTF_8.decode(field).toString();
        }
      }
      fields.position(fields.position() + length);
    }
    return entry.getName();
  }
}
