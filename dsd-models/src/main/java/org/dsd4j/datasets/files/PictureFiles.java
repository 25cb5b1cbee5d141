package org.dsd4j.datasets.files;

import java.util.List;
import java.util.Locale;

/** Recognises picture files by their names. */
public final class PictureFiles {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  private PictureFiles() {}

  /**
   * Whether a path is that of a picture; hidden files, which some systems put beside real ones, are
   * not.
   */
  public static boolean isPicture(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return !isHidden(file) && ENDINGS.stream().anyMatch(file::endsWith);
  }

  /** Whether a file or folder of this name is hidden or made by the system. */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.equals("__MACOSX");
  }
}
