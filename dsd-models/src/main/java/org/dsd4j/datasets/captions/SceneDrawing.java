package org.dsd4j.datasets.captions;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.datasets.captions.ShapeScene.Figure;
import org.dsd4j.datasets.captions.ShapeScene.Spot;

/** Draws scenes with Java2D and antialiased edges; equal scenes give equal bytes. */
final class SceneDrawing {
  private static final int STAR_TIPS = 5;
  private static final double STAR_INNER_RADIUS = 0.45;

  /** Half the side of a square with about the circle's area, relative to the radius. */
  private static final double SQUARE_HALF_SIDE = 0.85;

  private SceneDrawing() {}

  /** The pixels, red, green and blue, row by row. */
  static byte[] rgb(ShapeScene scene, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(new Color(scene.grey(), scene.grey(), scene.grey()));
      graphics.fillRect(0, 0, side, side);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      for (Figure figure : scene.figures()) {
        graphics.setColor(figure.color());
        graphics.fill(outline(figure));
      }
    } finally {
      graphics.dispose();
    }
    byte[] bytes = new byte[side * side * Picture.CHANNELS];
    int at = 0;
    for (int pixel : image.getRGB(0, 0, side, side, null, 0, side)) {
      bytes[at++] = (byte) (pixel >> 16);
      bytes[at++] = (byte) (pixel >> 8);
      bytes[at++] = (byte) pixel;
    }
    return bytes;
  }

  private static Shape outline(Figure figure) {
    Spot spot = figure.spot();
    double radius = spot.radius();
    return switch (figure.form()) {
      case CIRCLE ->
          new Ellipse2D.Double(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius);
      case SQUARE -> {
        double half = radius * SQUARE_HALF_SIDE;
        yield new Rectangle2D.Double(spot.x() - half, spot.y() - half, 2 * half, 2 * half);
      }
      case TRIANGLE -> polygon(spot, 3, 1);
      case STAR -> polygon(spot, 2 * STAR_TIPS, STAR_INNER_RADIUS);
    };
  }

  /**
   * A polygon or star: every second corner is on the circle, the others on one smaller by a factor;
   * one points up.
   */
  private static Shape polygon(Spot spot, int corners, double factor) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double radius = spot.radius() * (i % 2 == 0 ? 1 : factor);
      // Not Math: platforms may round its sines and cosines differently.
      double x = spot.x() + radius * StrictMath.sin(2 * StrictMath.PI * i / corners);
      double y = spot.y() - radius * StrictMath.cos(2 * StrictMath.PI * i / corners);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }
}
