package org.dsd4j.datasets.pictures;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dsd4j.data.CorruptDataException;

/**
 * Splits a JPEG file into its segments, to check that it is complete and to reassemble it without
 * colour profiles, EXIF and thumbnails. Decoders then cannot fail on those, and ImageIO, which
 * guesses colour spaces, gets a marker by the rules of libjpeg.
 */
final class JpegFile {
  /** The storage of a CMYK picture's channels; Adobe's programs store them inverted. */
  enum Inks {
    NONE,
    CMYK,
    YCCK
  }

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int COM = 0xFE;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int TEM = 0x01;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;
  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int JFIF_SIZE = 16;
  private static final int ADOBE_TRANSFORM = 11;

  /** The bytes of a segment's marker and length. */
  private static final int AROUND_LENGTH = 4;

  /** A range of bytes that belongs to the picture. */
  private record Range(int from, int length) {}

  private final String name;
  private final byte[] bytes;
  private final List<Range> kept = new ArrayList<>();
  private int at = 2;
  private boolean jfif;
  private int adobeTransform = -1;
  private String channels = "";

  private JpegFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static boolean isOne(byte[] bytes) {
    return bytes.length > 2
        && (bytes[0] & 0xff) == 0xff
        && (bytes[1] & 0xff) == SOI
        && (bytes[2] & 0xff) == 0xff;
  }

  /**
   * Splits a file into segments up to its end marker; later bytes are ignored.
   *
   * @throws CorruptDataException if it is truncated or not a JPEG file
   */
  static JpegFile parse(String name, byte[] bytes) {
    JpegFile file = new JpegFile(name, bytes);
    boolean more = true;
    while (more) {
      more = file.readSegment();
    }
    int count = file.channels.length();
    if (count != 1 && count != 3 && count != 4) {
      throw new CorruptDataException(
          name,
          "a grey, RGB or CMYK picture",
          "one of " + count + " channels",
          "convert it to RGB");
    }
    return file;
  }

  /** Reads one segment and the picture data after it, if any; returns false at the end. */
  private boolean readSegment() {
    int from = at;
    int marker = marker();
    if (marker == EOI) {
      kept.add(new Range(at - 2, 2));
      return false;
    }
    if (marker == TEM || (marker >= RST0 && marker <= RST7)) {
      return true;
    }
    if (marker == SOI) {
      throw corrupt(from, "a JPEG picture up to its end marker", "the start of another one");
    }
    int length = unsigned(at) << 8 | unsigned(at + 1);
    unsigned(at + Math.max(2, length) - 1);
    if (length < 2) {
      throw corrupt(at, "a segment's length of at least 2", length);
    }
    int content = at + 2;
    at += length;
    if (marker >= APP0 && marker <= APP15) {
      readApplication(marker, content, at);
    } else if (marker != COM) {
      if (isFrame(marker)) {
        readFrame(content, at);
      }
      if (marker == SOS) {
        skipData();
      }
      kept.add(new Range(content - AROUND_LENGTH, at - content + AROUND_LENGTH));
    }
    return true;
  }

  private int marker() {
    // Some cameras pad segments with zeros, which decoders skip.
    while (unsigned(at) == 0) {
      at++;
    }
    if (unsigned(at) != 0xff) {
      throw corrupt(
          at, "a marker, which begins with ff", String.format(Locale.ROOT, "%02x", unsigned(at)));
    }
    while (unsigned(at) == 0xff) {
      at++;
    }
    return unsigned(at++);
  }

  /** Skips to the next marker that is not a restart within the data. */
  private void skipData() {
    while (true) {
      if (unsigned(at) == 0xff) {
        int next = unsigned(at + 1);
        if (next != 0 && next != 0xff && (next < RST0 || next > RST7)) {
          return;
        }
      }
      at++;
    }
  }

  private void readApplication(int marker, int from, int to) {
    if (marker == APP0 && startsWith(JFIF, from, to) && to >= from + JFIF_SIZE - 2) {
      jfif = true;
    } else if (marker == APP14 && startsWith(ADOBE, from, to) && to > from + ADOBE_TRANSFORM) {
      adobeTransform = unsigned(from + ADOBE_TRANSFORM);
    }
  }

  private boolean startsWith(byte[] start, int from, int to) {
    for (int i = 0; i < start.length; i++) {
      if (from + i >= to || bytes[from + i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** C0 to CF except tables (C4, CC) and an extension (C8). */
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private void readFrame(int from, int to) {
    if (!channels.isEmpty()) {
      throw corrupt(from, "one frame", "a second one");
    }
    // Precision, height, width and the number of channels; then each one's number and sampling.
    int count = to >= from + 6 ? unsigned(from + 5) : 0;
    if (count == 0 || to != from + 6 + 3 * count) {
      throw corrupt(from, "a frame of some channels", to - from + " bytes");
    }
    StringBuilder ids = new StringBuilder();
    for (int c = 0; c < count; c++) {
      ids.append((char) unsigned(from + 6 + 3 * c));
    }
    channels = ids.toString();
  }

  Inks inks() {
    if (channels.length() != 4) {
      return Inks.NONE;
    }
    return adobeTransform <= 0 ? Inks.CMYK : Inks.YCCK;
  }

  /**
   * The picture without other segments. CMYK data are marked so that ImageIO does not convert them.
   */
  byte[] stream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 + 2 + JFIF_SIZE);
    out.write(0xff);
    out.write(SOI);
    if (channels.length() == 4 || isRgb()) {
      // "Adobe", its version, two empty sets of flags, and no transform.
      out.writeBytes(new byte[] {(byte) 0xff, (byte) APP14, 0, 14});
      out.writeBytes(ADOBE);
      out.writeBytes(new byte[] {0, 100, 0, 0, 0, 0, 0});
    } else {
      // "JFIF", its version, square pixels, and no thumbnail.
      out.writeBytes(new byte[] {(byte) 0xff, (byte) APP0, 0, JFIF_SIZE});
      out.writeBytes(JFIF);
      out.writeBytes(new byte[] {1, 1, 0, 0, 1, 0, 1, 0, 0});
    }
    byte[] stream =
        Arrays.copyOf(out.toByteArray(), out.size() + kept.stream().mapToInt(Range::length).sum());
    int to = out.size();
    for (Range range : kept) {
      System.arraycopy(bytes, range.from, stream, to, range.length);
      to += range.length;
    }
    return stream;
  }

  /** Whether three channels are red, green and blue, as libjpeg decides. */
  private boolean isRgb() {
    if (channels.length() != 3 || jfif) {
      return false;
    }
    return adobeTransform >= 0 ? adobeTransform == 0 : channels.equals("RGB");
  }

  private int unsigned(int index) {
    if (index >= bytes.length) {
      throw new CorruptDataException(
          name,
          "a JPEG picture up to its end marker",
          "one that breaks off after " + bytes.length + " bytes",
          "get the picture again from its source, or remove it");
    }
    return bytes[index] & 0xff;
  }

  private CorruptDataException corrupt(int offset, String expected, Object received) {
    return new CorruptDataException(name, offset, expected, received);
  }
}
