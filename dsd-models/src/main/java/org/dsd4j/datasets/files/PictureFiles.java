package org.dsd4j.datasets.files;

import java.util.List;
import java.util.Locale;

/** Which files are pictures. */
public final class PictureFiles {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  private PictureFiles() {}

  /** Leaves out the hidden files that some systems put beside real ones. */
  public static boolean isPicture(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return !isHidden(file) && ENDINGS.stream().anyMatch(file::endsWith);
  }

  /** Whether a file or folder of this name is none of the user's. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.equals("__MACOSX");
  }
}
