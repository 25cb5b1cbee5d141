package org.dsd4j.io.pytorch;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.io.tensor.MappedFile;
import org.dsd4j.io.tensor.Storage;
import org.jspecify.annotations.Nullable;

/**
 * The positions of a zip file's entries, which must be stored without compression.
 *
 * @param file the zip file
 */
record ZipEntries(MappedFile file) {
  /** An entry that only TorchScript archives have in their folder. */
  private static final String CONSTANTS = "/constants.pkl";

  /** The entries by name, in the file's order. */
  static Map<String, Storage> read(MappedFile file) {
    return new ZipEntries(file).read();
  }

  private Map<String, Storage> read() {
    Map<String, Storage> entries = new LinkedHashMap<>();
    List<ZipArchiveEntry> listed = list();
    if (listed.stream().anyMatch(entry -> entry.getName().endsWith(CONSTANTS))) {
      throw new CorruptDataException(
          file.path(),
          "a state dict",
          "a program of TorchScript with its weights",
          "write these in Python: torch.save(torch.jit.load(name).state_dict(), other)");
    }
    for (ZipArchiveEntry entry : listed) {
      if (entries.put(entry.getName(), storage(entry)) != null) {
        throw corrupt("different names of entries", entry.getName() + " twice");
      }
    }
    return entries;
  }

  private List<ZipArchiveEntry> list() {
    // The library closes only channels that it has opened itself.
    try (SeekableByteChannel channel = Files.newByteChannel(file.path());
        ZipFile zip = new ZipFile(channel)) {
      return Collections.list(zip.getEntries());
    } catch (IOException | RuntimeException e) {
      if (e.getCause() instanceof ClosedByInterruptException interrupt) {
        throw FileErrors.unreadable(file.path(), interrupt);
      }
      // The library throws either of these for an invalid file.
      throw corrupt("a whole zip file", e.getMessage()).causedBy(e);
    }
  }

  private Storage storage(ZipArchiveEntry entry) {
    String name = entry.getName();
    if (name.startsWith("/")
        || name.contains("\\")
        || Arrays.asList(name.split("/", -1)).contains("..")) {
      throw corrupt("names of entries that lead nowhere else", name);
    }
    long start = entry.getDataOffset();
    long bytes = entry.getSize();
    if (entry.getMethod() != ZipEntry.STORED
        || entry.getCompressedSize() != bytes
        || entry.getGeneralPurposeBit().usesEncryption()) {
      throw new CorruptDataException(
          file.path() + ", entry " + name,
          "bytes as they are, as torch.save writes them",
          "compressed or encrypted ones",
          "load the file in Python and save it again");
    }
    if (start < 0 || bytes < 0 || bytes > file.size() || start > file.size() - bytes) {
      throw corrupt("entries within the file", name + ", " + bytes + " bytes from " + start);
    }
    return new Storage(file, name, start, bytes, entry.getCrc());
  }

  private CorruptDataException corrupt(String expected, @Nullable String received) {
    return new CorruptDataException(
        file.path(), expected, received, "get the file again from its source");
  }
}
