package org.dsd4j.train.listen;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * An event file of TensorBoard: TFRecords, each a length, its masked CRC-32C, an {@code Event} as a
 * protocol buffer, and the masked CRC-32C of that. The numbers of the fields are those of
 * TensorFlow's {@code event.proto} and {@code summary.proto}.
 */
final class EventFile implements AutoCloseable {
  private static final String WRITER = "dsd4j";
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\..*\\." + WRITER);
  private static final int CHECKSUM_ROTATION = 15;
  private static final int CHECKSUM_DELTA = 0xa282ead8;

  private final Path path;
  private final OutputStream out;

  private EventFile(Path path, OutputStream out) {
    this.path = path;
    this.out = out;
  }

  /**
   * Begins a file, in a folder that is created if it does not exist. Readers take the files of a
   * folder in the order of their names, so this one's is later than all others there, independent
   * of the clock.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  static EventFile begin(Path folder, Instant now) {
    Path path = folder;
    try {
      Files.createDirectories(folder);
      long seconds = Math.max(now.getEpochSecond(), newest(folder) + 1);
      path = folder.resolve(name(seconds));
      EventFile file =
          new EventFile(
              path,
              Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      file.write(
          event(now).text(3, "brain.Event:2").message(10, new ProtoMessage().text(1, WRITER)));
      return file;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static String name(long seconds) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "-");
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    return String.format(
        Locale.ROOT,
        "events.out.tfevents.%010d.%s.%d.%s",
        seconds,
        host,
        ProcessHandle.current().pid(),
        WRITER);
  }

  private static long newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NAME.matcher(String.valueOf(file.getFileName())))
          .filter(Matcher::matches)
          .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** Whether it is a file that a run of this library wrote. */
  static boolean isOne(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Marks that this file replaces the events of earlier files from this step on. */
  void start(Instant now, long step) {
    write(event(now).number(2, step).message(7, new ProtoMessage().number(1, 1L)));
  }

  /** Adds values by their tags, measured after this step. */
  void scalars(Instant now, long step, Map<String, Double> values) {
    ProtoMessage summary = new ProtoMessage();
    values.forEach(
        (tag, value) ->
            summary.message(1, new ProtoMessage().text(1, tag).number(2, value.floatValue())));
    write(event(now).number(2, step).message(5, summary));
  }

  private static ProtoMessage event(Instant now) {
    return new ProtoMessage().number(1, now.toEpochMilli() / 1e3);
  }

  /** Writes a whole record at once, so that a killed process leaves no partial one. */
  private void write(ProtoMessage event) {
    byte[] data = event.toBytes();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(data.length);
    record
        .putInt(checksum(record.array(), Long.BYTES))
        .put(data)
        .putInt(checksum(data, data.length));
    try {
      out.write(record.array());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** TensorFlow's masked CRC-32C of the first bytes, as checksums of checksums are weak. */
  private static int checksum(byte[] bytes, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, count);
    return Integer.rotateRight((int) sum.getValue(), CHECKSUM_ROTATION) + CHECKSUM_DELTA;
  }

  private static UncheckedIOException unwritable(Path path, IOException e) {
    return new UncheckedIOException(
        path + ": cannot be written; check path, space and permissions (" + e + ")", e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }
}
