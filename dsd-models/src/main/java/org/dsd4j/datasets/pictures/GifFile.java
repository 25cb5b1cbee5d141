package org.dsd4j.datasets.pictures;

import java.awt.image.Raster;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.picture.Box;
import org.dsd4j.kernel.Extent;

/**
 * The first picture of a GIF file and the screen that it lies on. The picture may be smaller than
 * the screen; the area around it has the file's transparent colour, or else the first colour, as in
 * Pillow.
 */
final class GifFile {
  private static final int HEADER = 6;
  private static final int SCREEN_TO_PALETTE = 7;
  private static final int HAS_PALETTE = 0x80;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xF9;
  private static final int PICTURE = 0x2C;
  private static final int END = 0x3B;
  private static final int COLOURS = 256;

  private final String name;
  private final byte[] bytes;
  private int at = HEADER;
  private int transparent;
  private byte[] palette = greys();
  private Box frame = new Box(0, 0, 1, 1);
  private Extent screen = new Extent(0, 0);

  private GifFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static boolean isOne(byte[] bytes) {
    return bytes.length > 3 && bytes[0] == 'G' && bytes[1] == 'I' && bytes[2] == 'F';
  }

  /**
   * Reads everything before the first picture's pixels.
   *
   * @throws CorruptDataException if there is no picture
   */
  static GifFile parse(String name, byte[] bytes) {
    GifFile file = new GifFile(name, bytes);
    file.readScreen();
    int block = file.next();
    while (block != PICTURE) {
      if (block == END) {
        throw new CorruptDataException(
            name, "a picture", "the end of the file before one", "replace or remove the picture");
      }
      if (block == EXTENSION) {
        file.readExtension();
      }
      block = file.next();
    }
    file.readFrame();
    return file;
  }

  /** A palette of grey levels, for files without one. */
  private static byte[] greys() {
    byte[] greys = new byte[3 * COLOURS];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = (byte) (i / 3);
    }
    return greys;
  }

  private void readScreen() {
    int width = nextShort();
    int height = nextShort();
    screen = new Extent(height, width);
    int flags = next();
    at = HEADER + SCREEN_TO_PALETTE;
    readPalette(flags);
  }

  private void readPalette(int flags) {
    if ((flags & HAS_PALETTE) != 0) {
      palette = greys();
      int length = 3 << ((flags & 7) + 1);
      for (int i = 0; i < length; i++) {
        palette[i] = (byte) next();
      }
    }
  }

  /** Reads an extension; the one with the transparent colour is used. */
  private void readExtension() {
    int label = next();
    int length = next();
    boolean first = true;
    while (length > 0) {
      int from = at;
      if (label == CONTROL && first && length >= 4) {
        transparent = (next() & 1) == 0 ? 0 : byteAt(from + 3);
      }
      first = false;
      at = from + length;
      length = next();
    }
  }

  private void readFrame() {
    int left = nextShort();
    int top = nextShort();
    int width = nextShort();
    int height = nextShort();
    if (width < 1 || height < 1) {
      throw new CorruptDataException(
          name,
          "at least one pixel",
          "a picture of " + width + "×" + height,
          "replace or remove the picture");
    }
    frame = new Box(top, left, height, width);
    screen =
        new Extent(Math.max(screen.height(), top + height), Math.max(screen.width(), left + width));
    readPalette(next());
  }

  private int nextShort() {
    int low = next();
    return low | next() << 8;
  }

  private int next() {
    return byteAt(at++);
  }

  private int byteAt(int index) {
    if (index >= bytes.length) {
      throw new CorruptDataException(
          name,
          "a GIF picture",
          "one that breaks off after " + bytes.length + " bytes",
          "get the picture again from its source, or remove it");
    }
    return bytes[index] & 0xff;
  }

  /** The size of the screen, extended to the picture if that is larger. */
  Extent size() {
    return screen;
  }

  /** The pixels in a box of the screen. */
  byte[] rgb(Raster numbers, Box box) {
    byte[] rgb = new byte[3 * box.height() * box.width()];
    int[] row = new int[numbers.getWidth()];
    int to = 0;
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      boolean crossed = y >= frame.top() && y < frame.top() + frame.height();
      if (crossed) {
        numbers.getPixels(0, y - frame.top(), row.length, 1, row);
      }
      for (int x = box.left(); x < box.left() + box.width(); x++) {
        int inFrame = x - frame.left();
        boolean covered = crossed && inFrame >= 0 && inFrame < row.length;
        System.arraycopy(palette, 3 * (covered ? row[inFrame] : transparent), rgb, to, 3);
        to += 3;
      }
    }
    return rgb;
  }
}
