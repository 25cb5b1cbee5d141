package org.dsd4j.datasets.captions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.datasets.pictures.EncodedPicture;
import org.dsd4j.io.json.JsonCursor;
import org.dsd4j.text.Tokenizer;

/**
 * Pictures with captions in the format in which Karpathy and Fei-Fei (2015) published those of
 * Flickr8k, Flickr30k and COCO: {@code dataset_….json} has the pictures' names, their parts and
 * several tokenized captions of each; the pictures themselves are in a folder or zip file.
 *
 * <pre>{@code
 * try (KarpathyCaptions captions =
 *     KarpathyCaptions.open(Path.of("dataset_coco.json"), Path.of("coco"))) {
 *   for (CaptionedPicture picture : captions.of(CaptionSplit.TRAIN, CaptionSplit.RESTVAL)) {
 *     Values features = captions.decode(picture, framing, random);
 *   }
 * }
 * }</pre>
 *
 * <p>A picture is found by its file name at any depth or, if several have that name, by the folder
 * given in the JSON. Captions without tokens are split into {@linkplain
 * Tokenizer#wordsWithoutPunctuation() words}; a caption may have none.
 *
 * <p>Immutable and thread-safe. A zip file stays open until {@link #close}.
 */
public final class KarpathyCaptions implements AutoCloseable {
  private static final int MOST_NAMED = 10;

  private final FileTree tree;
  private final List<CaptionedPicture> pictures;

  private KarpathyCaptions(FileTree tree, List<CaptionedPicture> pictures) {
    this.tree = tree;
    this.pictures = pictures;
  }

  /**
   * Opens a folder or zip file that contains the pictures and one file {@code dataset….json}.
   *
   * @throws CorruptDataException if there is no such file, it is damaged, or pictures are missing
   */
  public static KarpathyCaptions open(Path place) {
    return opened(
        place,
        (tree, files) -> {
          List<String> found =
              files.stream().filter(file -> nameOf(file).matches("dataset.*\\.json")).toList();
          if (found.size() != 1) {
            throw new CorruptDataException(
                place,
                "one file dataset….json",
                found.isEmpty() ? "none" : found,
                "pass the file and the pictures' place apart");
          }
          return captions(tree.describe(found.get(0)), tree.stream(found.get(0)));
        });
  }

  /**
   * Opens pictures and a separate file of captions.
   *
   * @param json the file of captions
   * @param place the pictures' folder or zip file
   * @throws CorruptDataException if the file is damaged or pictures are missing
   */
  public static KarpathyCaptions open(Path json, Path place) {
    return opened(place, (tree, files) -> captions(json.toString(), Files.newInputStream(json)));
  }

  /** The content of a file of captions. */
  private record Captions(String file, List<CaptionReader.CaptionEntry> entries) {}

  /** Reads the captions, from the tree or another place. */
  private interface CaptionLoader {
    Captions read(FileTree tree, List<String> files) throws IOException;
  }

  private static KarpathyCaptions opened(Path place, CaptionLoader source) {
    try {
      FileTree tree = FileTree.open(place);
      try {
        List<String> files =
            tree.list().files().stream().filter(file -> !FileTree.isHidden(file)).toList();
        return new KarpathyCaptions(tree, found(place, source.read(tree, files), files));
      } catch (IOException | RuntimeException e) {
        tree.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          place + ": cannot be read (" + e.getMessage() + "); check access to it", e);
    }
  }

  private static Captions captions(String name, InputStream in) {
    List<CaptionReader.CaptionEntry> entries = new ArrayList<>();
    JsonCursor.read(
        name,
        in,
        json ->
            entries.addAll(new CaptionReader(json, Tokenizer.wordsWithoutPunctuation()).read()));
    check(name, entries);
    return new Captions(name, entries);
  }

  private static void check(String name, List<CaptionReader.CaptionEntry> entries) {
    Set<String> seen = new HashSet<>();
    for (CaptionReader.CaptionEntry entry : entries) {
      String path = path(entry);
      if (!FileTree.isInside(path)) {
        throw new CorruptDataException(
            name,
            "pictures below the folder of pictures",
            path,
            "get the file from a source that you trust");
      }
      if (!seen.add(path)) {
        throw new CorruptDataException(
            name, "each picture once", path + " twice", "remove one of its entries");
      }
    }
  }

  /** The picture's path in the JSON. */
  private static String path(CaptionReader.CaptionEntry entry) {
    return entry.folder().isEmpty() ? entry.name() : entry.folder() + "/" + entry.name();
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static List<CaptionedPicture> found(Path place, Captions captions, List<String> files) {
    Map<String, List<String>> byName = new HashMap<>();
    for (String file : files) {
      byName.computeIfAbsent(nameOf(file), name -> new ArrayList<>()).add(file);
    }
    List<CaptionedPicture> pictures = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (CaptionReader.CaptionEntry entry : captions.entries) {
      List<String> candidates = byName.getOrDefault(nameOf(entry.name()), List.of());
      List<String> there =
          candidates.size() <= 1
              ? candidates
              : candidates.stream()
                  .filter(file -> ("/" + file).endsWith("/" + path(entry)))
                  .toList();
      if (there.size() == 1) {
        pictures.add(
            new CaptionedPicture(entry.name(), there.get(0), entry.split(), entry.captions()));
      } else {
        missing.add(path(entry) + (candidates.isEmpty() ? "" : " (one of " + candidates + "?)"));
      }
    }
    if (!missing.isEmpty()) {
      throw new CorruptDataException(
          captions.file,
          String.format(
              Locale.ROOT, "each of its %d pictures once in %s", captions.entries.size(), place),
          String.format(
              Locale.ROOT,
              "all but %d: %s%s",
              missing.size(),
              missing.subList(0, Math.min(MOST_NAMED, missing.size())),
              missing.size() > MOST_NAMED ? " and more" : ""),
          "get the pictures that belong to the captions, or pass where they lie");
    }
    return List.copyOf(pictures);
  }

  /** All pictures in the order of the file. */
  public List<CaptionedPicture> all() {
    return pictures;
  }

  /** The pictures of some parts, in the order of the file; possibly empty. */
  public List<CaptionedPicture> of(CaptionSplit... splits) {
    List<CaptionSplit> wanted = Arrays.asList(splits);
    return pictures.stream().filter(picture -> wanted.contains(picture.split())).toList();
  }

  /**
   * The part of a picture that a framing selects, [H, W, 3] from 0 to 1.
   *
   * @throws CorruptDataException if the picture is damaged
   */
  public Values decode(CaptionedPicture picture, Framing framing, RandomGenerator random) {
    String file = picture.file();
    try (EncodedPicture encoded = EncodedPicture.open(tree.describe(file), tree.read(file))) {
      return encoded.features(framing, random);
    }
  }

  /**
   * A SHA-256 in hexadecimal of names, parts and captions, and of the sizes of the pictures: equal
   * data, equal value.
   */
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    try {
      for (CaptionedPicture picture : pictures) {
        fingerprint.add(picture.name()).add(picture.split().text());
        fingerprint.add(Long.toString(tree.size(picture.file())));
        for (List<String> caption : picture.captions()) {
          fingerprint.add(Integer.toString(caption.size()));
          caption.forEach(fingerprint::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("pictures with captions: sizes cannot be read", e);
    }
    return fingerprint.hex();
  }

  /** Closes a zip file, once all reads in progress have ended. */
  @Override
  public void close() {
    try {
      tree.close();
    } catch (IOException e) {
      throw new UncheckedIOException("pictures with captions: cannot be closed", e);
    }
  }
}
