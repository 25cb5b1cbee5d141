package org.dsd4j.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * README.md or a page of docs.
 *
 * @param path the file
 * @param text its text
 */
record DocPage(Path path, String text) {
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern BLOCK =
      Pattern.compile(
          "^(?:<!-- (?<note>[^\\n]*) -->\\n)?```(?<language>\\w+)\\n(?<text>.*?)^```$",
          Pattern.DOTALL | Pattern.MULTILINE);

  /**
   * A block of code.
   *
   * @param line where it begins on the page, from 1
   * @param note what the comment on the line above it says, or nothing
   * @param language its language
   * @param text the code
   */
  record Block(int line, String note, String language, String text) {}

  static DocPage of(String name) throws IOException {
    return of(PROJECT.resolve(name));
  }

  private static DocPage of(Path path) throws IOException {
    return new DocPage(path, Files.readString(path).replace("\r\n", "\n"));
  }

  static List<DocPage> all() throws IOException {
    List<DocPage> pages = new ArrayList<>();
    pages.add(of("README.md"));
    try (Stream<Path> files = Files.list(PROJECT.resolve("docs"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        pages.add(of(file));
      }
    }
    return pages;
  }

  List<Block> blocks(String language) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      if (matcher.group("language").equals(language)) {
        int line = 1 + (int) text.substring(0, matcher.start()).lines().count();
        String note = matcher.group("note");
        blocks.add(new Block(line, note == null ? "" : note, language, matcher.group("text")));
      }
    }
    return blocks;
  }

  /** The first block of a language that contains these words. */
  String block(String language, String words) {
    return blocks(language).stream()
        .map(Block::text)
        .filter(text -> text.contains(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError(path + " has no " + language + " with " + words));
  }
}
