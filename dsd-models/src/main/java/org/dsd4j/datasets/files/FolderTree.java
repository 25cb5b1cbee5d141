package org.dsd4j.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.FileErrors;

/**
 * The files of a folder; links are followed.
 *
 * @param root the folder
 */
public record FolderTree(Path root) implements FileTree {
  @Override
  public Listing list() throws IOException {
    Walk walk = new Walk();
    Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    return new Listing(
        walk.files.stream().sorted().toList(), walk.folders.stream().sorted().toList());
  }

  private final class Walk extends SimpleFileVisitor<Path> {
    private final List<String> files = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private final String separator = root.getFileSystem().getSeparator();

    private String path(Path file) {
      String path = root.relativize(file).toString();
      // Java substitutes this character in names that it cannot decode, so that two names can
      // become equal.
      if (path.indexOf('\ufffd') >= 0 && !at(path).equals(file)) {
        throw unreadable(path);
      }
      return path.replace(separator, "/");
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (!folder.equals(root)) {
        folders.add(path(folder));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        throw new CorruptDataException(
            file, "a link to a file", "one that leads nowhere", "repair or remove the link");
      }
      if (attributes.isRegularFile()) {
        files.add(path(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        throw new CorruptDataException(
                file, "a link to another folder", "one to a folder above", "remove the link")
            .causedBy(e);
      }
      throw e;
    }
  }

  private Path at(String file) {
    try {
      return root.resolve(file);
    } catch (InvalidPathException e) {
      throw unreadable(file).causedBy(e);
    }
  }

  private CorruptDataException unreadable(String file) {
    return new CorruptDataException(
        root, "names of files that can be said", file, FileErrors.otherLocale());
  }

  @Override
  public long size(String file) throws IOException {
    return Files.size(at(file));
  }

  @Override
  public InputStream open(String file) throws IOException {
    return Files.newInputStream(at(file));
  }

  @Override
  public InputStream stream(String file) throws IOException {
    return open(file);
  }

  @Override
  public void verify(String file, byte[] bytes) {
    // A folder has no checksums.
  }

  @Override
  public String describe(String file) {
    return at(file).toString();
  }

  @Override
  public void close() {}
}
