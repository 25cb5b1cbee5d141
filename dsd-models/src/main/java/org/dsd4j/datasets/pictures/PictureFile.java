package org.dsd4j.datasets.pictures;

import java.nio.file.Path;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.datasets.files.FolderTree;
import org.dsd4j.tensor.Seed;

/** Single pictures, to make predictions for; data sets of them lie in an {@link ImageFolder}. */
public final class PictureFile {
  private PictureFile() {}

  /**
   * What a framing sees of a JPEG, PNG, BMP or GIF file, [H, W, 3] from 0 to 1. A framing that is
   * random sees the same each time.
   *
   * @throws CorruptDataException if there is no such file, or it is damaged or no picture
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
