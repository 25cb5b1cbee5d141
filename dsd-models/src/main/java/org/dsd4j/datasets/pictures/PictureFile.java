package org.dsd4j.datasets.pictures;

import java.nio.file.Path;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.datasets.files.FolderTree;
import org.dsd4j.tensor.Seed;

/** Reads single pictures for predictions; {@link ImageFolder} reads data sets of pictures. */
public final class PictureFile {
  private PictureFile() {}

  /**
   * The part of a JPEG, PNG, BMP or GIF file that a framing selects, [H, W, 3] from 0 to 1. A
   * random framing selects the same part each time.
   *
   * @throws CorruptDataException if the file does not exist, is damaged or is not a picture
   */
  public static Values read(Path file, Framing framing) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new CorruptDataException(file, "a picture", "a root folder", "name a file");
    }
    FolderTree tree = new FolderTree(folder);
    byte[] bytes = tree.read(absolute.getFileName().toString());
    try (EncodedPicture picture = EncodedPicture.open(file.toString(), bytes)) {
      return picture.features(framing, Seed.of(0).stream());
    }
  }
}
