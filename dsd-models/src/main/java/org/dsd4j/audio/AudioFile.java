package org.dsd4j.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.AtomicFile;

/**
 * WAV and FLAC files. Which of the two a file is, its first bytes tell, not its name. Of several
 * channels the recording is the mean.
 *
 * <p>WAV: PCM of 8, 16, 24 or 32 bits, IEEE floating point of 32 or 64 bits, μ-law and A-law, also
 * in the extensible form; whole numbers are scaled so that −1 is the lowest. FLAC: native files of
 * 4 to 32 bits and 1 to 8 channels that stay the same to the end.
 *
 * <p>A file that breaks off, that contradicts itself or that holds no sound is an error with its
 * name and the reason: none is shortened in silence. No memory is taken on a header's word.
 */
public final class AudioFile {
  /** Nine hours of 16 bits mono at 16 kHz, or one and a half of stereo at 48 kHz. */
  static final int LARGEST_FILE = 1 << 30;

  private AudioFile() {}

  /**
   * Reads a file of at most 1 GiB.
   *
   * @throws CorruptDataException if it cannot be read, is damaged or of another format
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
   * Reads a file's content, such as that of an entry in an archive.
   *
   * @param name what messages call the file
   * @throws CorruptDataException if it is damaged or of another format
   */
  public static Recording read(String name, byte[] bytes) {
    if (WavFile.isOne(bytes)) {
      return WavFile.read(name, bytes);
    }
    if (FlacFile.isOne(bytes)) {
      return FlacFile.read(name, bytes);
    }
    throw new CorruptDataException(
        name,
        "a WAV or FLAC file",
        bytes.length == 0 ? "an empty file" : "bytes of no such format",
        "convert, replace or remove it");
  }

  /**
   * Writes a WAV file of 16 bits PCM. Samples beyond full scale are cut off there. The file has its
   * old content or the new one at every moment.
   *
   * @throws IllegalArgumentException if the folder does not exist, or the recording has more
   *     samples than a WAV file holds
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void writeWav(Path file, Recording recording) {
    ByteBuffer bytes = WavFile.encoded(recording);
    AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, bytes));
  }
}
