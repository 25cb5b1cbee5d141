package org.dsd4j.datasets.captions;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One to three figures in a row or column, each at another place. Two figures are at its ends; a
 * single one is at any place.
 *
 * @param figures from left to right or from top to bottom
 * @param isRow whether they are side by side; without meaning for a single figure
 * @param grey the brightness of the background, 0 to 255
 */
record ShapeScene(List<Figure> figures, boolean isRow, int grey) {
  /** Forms of figures; their names are words of captions. */
  enum Form {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    STAR
  }

  /** Colours of figures; their names are words of captions. */
  enum Paint {
    RED(220, 40, 40),
    GREEN(40, 180, 60),
    BLUE(50, 80, 230),
    YELLOW(235, 215, 50),
    PURPLE(160, 60, 200),
    WHITE(235, 235, 235);

    private final int red;
    private final int green;
    private final int blue;

    Paint(int red, int green, int blue) {
      this.red = red;
      this.green = green;
      this.blue = blue;
    }

    /** The colour with small random changes of its components. */
    Color near(RandomGenerator random) {
      return new Color(red + shift(random), green + shift(random), blue + shift(random));
    }

    private static int shift(RandomGenerator random) {
      return random.nextInt(-18, 19);
    }
  }

  /** The place of a figure. */
  enum FigurePlace {
    TOP(0, -1),
    LEFT(-1, 0),
    MIDDLE(0, 0),
    RIGHT(1, 0),
    BOTTOM(0, 1);

    private final int right;
    private final int down;

    FigurePlace(int right, int down) {
      this.right = right;
      this.down = down;
    }

    /** The offset to the right of the middle, in places. */
    int right() {
      return right;
    }

    /** The offset below the middle, in places. */
    int down() {
      return down;
    }
  }

  /**
   * A figure.
   *
   * @param paint the name of its colour
   * @param color the colour in which it is drawn
   */
  record Figure(
      Form form, Paint paint, boolean isLarge, FigurePlace place, Color color, Spot spot) {}

  /**
   * The position and size of a figure in pixels.
   *
   * @param x the centre, from the left
   * @param y the centre, from the top
   * @param radius the radius of its circumscribed circle
   */
  record Spot(double x, double y, double radius) {}

  private static final List<FigurePlace> ROW =
      List.of(FigurePlace.LEFT, FigurePlace.MIDDLE, FigurePlace.RIGHT);
  private static final List<FigurePlace> COLUMN =
      List.of(FigurePlace.TOP, FigurePlace.MIDDLE, FigurePlace.BOTTOM);
  private static final double SHIFT = 1.2;

  /**
   * Draws a random scene.
   *
   * @param side the side of the picture, in pixels
   */
  static ShapeScene draw(int side, RandomGenerator random) {
    int count = random.nextInt(1, 4);
    boolean isRow = random.nextBoolean();
    List<Figure> figures = new ArrayList<>();
    for (FigurePlace place : places(count, isRow, random)) {
      figures.add(figure(place, side, random));
    }
    return new ShapeScene(List.copyOf(figures), isRow, random.nextInt(10, 80));
  }

  private static List<FigurePlace> places(int count, boolean isRow, RandomGenerator random) {
    List<FigurePlace> line = isRow ? ROW : COLUMN;
    return switch (count) {
      case 1 -> List.of(any(FigurePlace.values(), random));
      case 2 -> List.of(line.get(0), line.get(2));
      default -> line;
    };
  }

  private static Figure figure(FigurePlace place, int side, RandomGenerator random) {
    boolean isLarge = random.nextBoolean();
    Form form = any(Form.values(), random);
    Paint paint = any(Paint.values(), random);
    double step = side / 3.0;
    double radius = step * (isLarge ? random.nextDouble(0.42, 0.48) : random.nextDouble(0.2, 0.26));
    Spot spot =
        new Spot(
            side / 2.0 + place.right() * step + random.nextDouble(-SHIFT, SHIFT),
            side / 2.0 + place.down() * step + random.nextDouble(-SHIFT, SHIFT),
            radius);
    return new Figure(form, paint, isLarge, place, paint.near(random), spot);
  }

  private static <T> T any(T[] values, RandomGenerator random) {
    return values[random.nextInt(values.length)];
  }
}
