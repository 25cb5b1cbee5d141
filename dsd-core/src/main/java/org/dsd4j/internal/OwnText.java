package org.dsd4j.internal;

/** Functions with a text of their own. */
public final class OwnText {
  private OwnText() {}

  /** Whether a thing's toString says something, the same in each process. */
  public static boolean exists(Object thing) {
    String nameless =
        thing.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(thing));
    return !thing.toString().equals(nameless);
  }

  /**
   * What a thing calls itself, or its class's name, for provenance: the same in each process. A
   * lambda has the name of the class that it is written in.
   */
  public static String text(Object thing) {
    return text(thing, thing.getClass().getName().replaceFirst("\\$\\$Lambda.*$", ""));
  }

  /** What a thing calls itself, or a word for one that does not, such as a lambda. */
  public static String text(Object thing, String otherwise) {
    return exists(thing) ? thing.toString() : otherwise;
  }

  /**
   * The text of two steps of which the second follows the first; a step that does nothing is left
   * out.
   */
  public static String inOrder(Object first, Object second, String nothing) {
    String before = text(first, "a step without a name");
    String after = text(second, "a step without a name");
    if (before.equals(nothing)) {
      return after;
    }
    return after.equals(nothing) ? before : before + ", then " + after;
  }
}
