package org.dsd4j.audio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.dsd4j.audio.Recording;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.AtomicFile;

/**
 * WAV and FLAC files. The format is recognised by a file's first bytes, not by its name. Several
 * channels are averaged into one.
 *
 * <p>WAV: PCM of 8, 16, 24 or 32 bits, IEEE floating point of 32 or 64 bits, μ-law and A-law, also
 * in the extensible form and with sizes of 64 bits (RF64, BW64); integers are scaled so that the
 * lowest becomes −1. FLAC: native files of 4 to 32 bits and 1 to 8 channels, with one format
 * throughout. ID3 tags before either, and tags after FLAC, are skipped.
 *
 * <p>A file that is truncated, contradictory or without sound is an error that names the file and
 * the reason: no recording is silently shortened. Only if a header's sizes were never filled in, as
 * by a program that writes into a pipe, the recording ends with the file. No memory is allocated by
 * a header's claims alone.
 */
public final class AudioFile {
  /** Nine hours of 16 bits mono at 16 kHz, or one and a half of stereo at 48 kHz. */
  static final int LARGEST_FILE = 1 << 30;

  private static final int ID3_HEADER = 10;
  private static final int ID3_HAS_FOOTER = 0x10;
  private static final int SYNC_SAFE_BITS = 7;

  /** The first bytes of files in other formats, each byte as one character. */
  private static final Map<Pattern, String> OTHERS =
      Map.of(
          Pattern.compile("OggS"), "Ogg",
          Pattern.compile("\u00ff[\u00e2-\u00ff]"), "MP3",
          Pattern.compile("FORM....AIF[FC]", Pattern.DOTALL), "AIFF",
          Pattern.compile("RIFX....WAVE", Pattern.DOTALL), "big-endian WAV",
          Pattern.compile("riff\\.\u0011"), "Wave64",
          Pattern.compile("NIST_1A"), "NIST SPHERE",
          Pattern.compile("\\.snd"), "Sun audio",
          Pattern.compile("....ftyp", Pattern.DOTALL), "MPEG-4");

  private AudioFile() {}

  /**
   * Reads a file of at most 1 GiB.
   *
   * @throws CorruptDataException if it cannot be read, is damaged or has another format
   */
  public static Recording read(Path file) {
    try {
      long length = Files.size(file);
      if (length > LARGEST_FILE) {
        throw new CorruptDataException(
            file,
            "at most " + LARGEST_FILE + " bytes",
            length,
            "cut the recording into shorter ones");
      }
      return read(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CorruptDataException(
              file, "a file to read", e, "check the path and access to it, or get it again")
          .causedBy(e);
    }
  }

  /**
   * Reads a file's content, such as an entry of an archive.
   *
   * @param name the file's name in messages
   * @throws CorruptDataException if it is damaged or has another format
   */
  public static Recording read(String name, byte[] bytes) {
    int from = 0;
    for (int next = afterTag(bytes, 0); next > from; next = afterTag(bytes, next)) {
      from = next;
    }
    return from == 0
        ? untagged(name, bytes)
        : untagged(
            name + ", behind an ID3 tag of " + from + " bytes",
            Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /**
   * The end of an ID3 tag of version 2 that begins at {@code from}; {@code from} if there is none.
   */
  private static int afterTag(byte[] bytes, int from) {
    if (!startsWith(bytes, from, "ID3") || bytes.length - from < ID3_HEADER) {
      return from;
    }
    int size = 0;
    for (int i = 6; i < ID3_HEADER; i++) {
      if (bytes[from + i] < 0) {
        return from;
      }
      size = size << SYNC_SAFE_BITS | bytes[from + i];
    }
    int headers = (bytes[from + 5] & ID3_HAS_FOOTER) == 0 ? ID3_HEADER : 2 * ID3_HEADER;
    return (int) Math.min(bytes.length, (long) from + headers + size);
  }

  /** Whether these ASCII characters are at a position. */
  static boolean startsWith(byte[] bytes, int at, String start) {
    byte[] wanted = start.getBytes(StandardCharsets.US_ASCII);
    return bytes.length - at >= wanted.length
        && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static Recording untagged(String name, byte[] bytes) {
    if (WavFile.isOne(bytes)) {
      return WavFile.read(name, bytes);
    }
    if (FlacFile.isOne(bytes)) {
      return FlacFile.read(name, bytes);
    }
    throw new CorruptDataException(
        name, "a WAV or FLAC file", received(bytes), "convert it to WAV or FLAC, or remove it");
  }

  private static String received(byte[] bytes) {
    if (bytes.length == 0) {
      return "no bytes";
    }
    String start = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
    return OTHERS.entrySet().stream()
        .filter(other -> other.getKey().matcher(start).lookingAt())
        .map(other -> "one in the format " + other.getValue())
        .findFirst()
        .orElse("bytes of no such format");
  }

  /**
   * Writes a WAV file of 16 bits PCM. Samples beyond full scale are clipped. The file is replaced
   * atomically: at every moment it has its old or its new content.
   *
   * @throws IllegalArgumentException if the folder does not exist, or the recording has more
   *     samples than fit into a WAV file
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void writeWav(Path file, Recording recording) {
    ByteBuffer bytes = WavFile.encoded(recording);
    AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, bytes));
  }
}
