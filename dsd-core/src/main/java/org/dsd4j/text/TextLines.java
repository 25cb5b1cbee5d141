package org.dsd4j.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.dsd4j.data.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text in UTF-8 line by line and counts the lines for error messages. A line ends with a
 * line feed, before which a carriage return may stand. A byte order mark is skipped at the
 * beginning of the text and of any later line, as concatenated files have it there. Files
 * compressed with gzip are recognised by their first bytes, not by their name. Other encodings and
 * compressions are errors; the message names the one that the first bytes show.
 *
 * <p>Life cycle: open, read to the end or to any line, close. For use by one thread.
 */
public final class TextLines implements AutoCloseable {
  /** The limit of a line's length in bytes: a file without line ends is not text. */
  static final int LONGEST_LINE = 1 << 27;

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int BLOCK = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String AGAIN = "get the file again from its source";
  private static final String SAVE = "save the file as UTF-8";

  /** The first bytes of files in other formats, each byte as one character. */
  private static final Map<Pattern, String> OTHERS =
      Map.of(
          Pattern.compile("\u00ff\u00fe|\u00fe\u00ff|\u0000\u0000\u00fe\u00ff"),
          "UTF-16 or UTF-32, as its first bytes say",
          Pattern.compile("BZh[1-9]1AY&SY"),
          "a file compressed by bzip2",
          Pattern.compile("\u00fd7zXZ\u0000"),
          "a file compressed by xz",
          Pattern.compile("\\(\u00b5/\u00fd"),
          "a file compressed by Zstandard");

  private static final int LONGEST_BEGINNING = 10;

  private final String name;
  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final byte[] block = new byte[BLOCK];
  private int position;
  private int limit;
  private byte[] line = new byte[256];
  private long number;

  private TextLines(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws UncheckedIOException if the file does not exist or cannot be read
   */
  public static TextLines open(Path file) {
    try {
      return of(file.toString(), Files.newInputStream(file));
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads the lines of a stream, which {@link #close} closes.
   *
   * @param name the stream's name in messages
   */
  public static TextLines of(String name, InputStream stream) {
    try {
      return new TextLines(name, decompressed(stream));
    } catch (IOException | RuntimeException e) {
      throw closed(name, stream, e);
    }
  }

  private static RuntimeException closed(String name, InputStream stream, Exception e) {
    try {
      stream.close();
    } catch (IOException closing) {
      e.addSuppressed(closing);
    }
    if (e instanceof ZipException || e instanceof EOFException) {
      return new CorruptDataException(name, "a gzip header", e.getMessage(), AGAIN).causedBy(e);
    }
    return e instanceof IOException failed ? unreadable(name, failed) : (RuntimeException) e;
  }

  private static InputStream decompressed(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(buffered) : buffered;
  }

  private static UncheckedIOException unreadable(String name, IOException e) {
    return new UncheckedIOException(name + ": cannot be read; check that it is a file", e);
  }

  /**
   * The next line without its end, null after the last.
   *
   * @throws CorruptDataException if the line is not UTF-8 or longer than 128 MiB, or the file is
   *     damaged
   */
  public @Nullable String next() {
    int length = 0;
    while (fill()) {
      int end = position;
      while (end < limit && block[end] != '\n') {
        end++;
      }
      append(length, end);
      length += end - position;
      boolean ended = end < limit;
      position = ended ? end + 1 : end;
      if (ended) {
        return decoded(length);
      }
    }
    return length == 0 ? null : decoded(length);
  }

  /** Reads the next block if the current one is used up; returns whether there is anything left. */
  private boolean fill() {
    if (position == limit) {
      position = 0;
      boolean first = limit == 0;
      try {
        limit = in.readNBytes(block, 0, BLOCK);
      } catch (ZipException | EOFException e) {
        throw new CorruptDataException(
                name + ", after line " + number, "a whole compressed file", e.getMessage(), AGAIN)
            .causedBy(e);
      } catch (IOException e) {
        throw unreadable(name, e);
      }
      if (first) {
        checkBeginning();
      }
    }
    return position < limit;
  }

  private void checkBeginning() {
    int length = Math.min(limit, LONGEST_BEGINNING);
    String beginning = new String(block, 0, length, StandardCharsets.ISO_8859_1);
    OTHERS.forEach(
        (pattern, received) -> {
          if (pattern.matcher(beginning).lookingAt()) {
            throw new CorruptDataException(
                name,
                "text in UTF-8",
                received,
                received.startsWith("UTF") ? SAVE : "unpack it, or compress it with gzip");
          }
        });
  }

  private void append(int length, int end) {
    int count = end - position;
    if (count > LONGEST_LINE - length) {
      number++;
      throw wrong("at most " + LONGEST_LINE + " bytes", "more", "break the text into lines");
    }
    if (line.length < length + count) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(block, position, line, length, count);
  }

  private String decoded(int length) {
    number++;
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    try {
      String text = decoder.decode(ByteBuffer.wrap(line, 0, end)).toString();
      int from = 0;
      while (from < text.length() && text.charAt(from) == BYTE_ORDER_MARK) {
        from++;
      }
      return text.substring(from);
    } catch (CharacterCodingException e) {
      throw wrong("text in UTF-8", "other bytes", SAVE).causedBy(e);
    }
  }

  /** The place of the last line read, as given in messages. */
  public String place() {
    return name + ", line " + number;
  }

  /** An error about the last line read. */
  public CorruptDataException wrong(Object expected, @Nullable Object received, String remedy) {
    return new CorruptDataException(place(), expected, received, remedy);
  }

  /** Closes the file. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be closed", e);
    }
  }
}
