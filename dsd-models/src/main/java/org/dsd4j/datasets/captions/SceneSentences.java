package org.dsd4j.datasets.captions;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dsd4j.datasets.captions.ShapeScene.Figure;

/** Sentences about a scene, in a few wordings of the same meaning. */
final class SceneSentences {
  private SceneSentences() {}

  /** The sentences, the most usual one first. */
  static List<List<String>> of(ShapeScene scene) {
    List<Figure> figures = scene.figures();
    List<String> sentences =
        switch (figures.size()) {
          case 1 -> ofOne(figures.get(0));
          case 2 -> ofTwo(words(figures.get(0)), words(figures.get(1)), scene.isRow());
          default ->
              ofThree(
                  words(figures.get(0)),
                  words(figures.get(1)),
                  words(figures.get(2)),
                  scene.isRow());
        };
    return sentences.stream().map(sentence -> Arrays.asList(sentence.split(" "))).toList();
  }

  private static List<String> ofOne(Figure figure) {
    String where =
        switch (figure.place()) {
          case TOP -> "at the top";
          case LEFT -> "on the left";
          case MIDDLE -> "in the middle";
          case RIGHT -> "on the right";
          case BOTTOM -> "at the bottom";
        };
    return List.of(
        words(figure) + " " + where,
        where + " there is " + words(figure),
        "there is " + words(figure) + " " + where);
  }

  private static List<String> ofTwo(String first, String last, boolean isRow) {
    return isRow
        ? List.of(
            first + " left of " + last,
            last + " right of " + first,
            "on the left " + first + " and on the right " + last)
        : List.of(
            first + " above " + last,
            last + " below " + first,
            "at the top " + first + " and at the bottom " + last);
  }

  private static List<String> ofThree(String first, String middle, String last, boolean isRow) {
    return List.of(
        (isRow ? "from left to right " : "from top to bottom ")
            + first
            + " then "
            + middle
            + " then "
            + last,
        middle + " between " + first + " and " + last,
        middle + " between " + last + " and " + first);
  }

  private static String words(Figure figure) {
    return "a "
        + (figure.isLarge() ? "large " : "small ")
        + figure.paint().name().toLowerCase(Locale.ROOT)
        + " "
        + figure.form().name().toLowerCase(Locale.ROOT);
  }
}
