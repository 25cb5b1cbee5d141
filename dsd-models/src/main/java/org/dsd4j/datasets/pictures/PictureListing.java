package org.dsd4j.datasets.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.datasets.files.PictureFiles;
import org.dsd4j.datasets.files.ZipTree;

/**
 * The pictures of a file tree by class: the folders of the highest level are the classes, in
 * alphabetical order. In a zip file the highest level is the first one that has several folders, or
 * a single folder with pictures.
 *
 * @param classNames the classes
 * @param above the path to the class folders, empty or ending with '/'
 * @param files the paths of all pictures relative to that, ordered by class and then by name
 * @param labels the class number of each
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight on
record PictureListing(List<String> classNames, String above, String[] files, int[] labels) {
  private static final List<String> PARTS = List.of("train", "val", "valid", "validation", "test");

  /**
   * Lists the pictures of a tree.
   *
   * @throws CorruptDataException if there are no classes, or one has no pictures
   */
  static PictureListing of(Path place, FileTree tree) throws IOException {
    FileTree.Listing listing = tree.list();
    List<String> pictures =
        listing.files().stream()
            .filter(file -> PictureFiles.isPicture(file) && !FileTree.isHidden(file))
            .toList();
    String above = tree instanceof ZipTree ? sharedFolders(pictures) : "";
    Map<String, List<String>> byClass = new TreeMap<>();
    for (String folder : listing.folders()) {
      if (folder.startsWith(above) && !FileTree.isHidden(folder)) {
        String path = folder.substring(above.length()) + "/";
        byClass.putIfAbsent(firstFolder(path), new ArrayList<>());
      }
    }
    for (String picture : pictures) {
      String path = picture.substring(above.length());
      if (path.indexOf('/') > 0) {
        byClass.computeIfAbsent(firstFolder(path), name -> new ArrayList<>()).add(path);
      }
    }
    check(place, byClass);
    return of(above, byClass);
  }

  private static PictureListing of(String above, Map<String, List<String>> byClass) {
    List<String> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int label = 0;
    for (List<String> ofClass : byClass.values()) {
      for (String file : ofClass) {
        files.add(file);
        labels.add(label);
      }
      label++;
    }
    return new PictureListing(
        List.copyOf(byClass.keySet()),
        above,
        files.toArray(String[]::new),
        labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static String firstFolder(String path) {
    return path.substring(0, path.indexOf('/'));
  }

  private static String sharedFolders(List<String> files) {
    int length = 0;
    while (!files.isEmpty()) {
      int from = length;
      int end = files.get(0).indexOf('/', from) + 1;
      String shared = files.get(0).substring(0, Math.max(end, from));
      // A folder that contains pictures directly is a class.
      if (end == 0
          || !files.stream()
              .allMatch(
                  file -> file.startsWith(shared) && file.indexOf('/', shared.length()) > 0)) {
        return files.get(0).substring(0, from);
      }
      length = end;
    }
    return "";
  }

  private static void check(Path place, Map<String, List<String>> byClass) {
    if (byClass.isEmpty()) {
      throw new CorruptDataException(
          place, "a folder of pictures for each class", "no such folder", "pass the folder above");
    }
    if (byClass.keySet().stream().allMatch(name -> PARTS.contains(name.toLowerCase(Locale.ROOT)))) {
      throw new CorruptDataException(
          place,
          "a folder of pictures for each class",
          "the parts " + byClass.keySet(),
          "pass one of them");
    }
    List<String> empty =
        byClass.entrySet().stream()
            .filter(entry -> entry.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!empty.isEmpty()) {
      throw new CorruptDataException(
          place,
          "pictures in the folder of every class",
          "none in " + empty,
          "add pictures of these classes or remove the folders");
    }
  }
}
