package org.dsd4j.io.checkpoint;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dsd4j.io.tensor.TensorGroup;

/** The names of a checkpoint's files. The number comes first, so that they sort by age. */
final class CheckpointNames {
  private static final Pattern ANY =
      Pattern.compile("checkpoint-(\\d{6,12})(-" + TensorGroup.KEY + "\\.safetensors|\\.json)");
  private static final Pattern TEMPORARY =
      Pattern.compile(ANY.pattern() + "\\.[0-9a-f-]{36}\\.tmp");

  private CheckpointNames() {}

  static String manifest(long number) {
    return String.format(Locale.ROOT, "checkpoint-%06d.json", number);
  }

  static String tensors(long number, String key) {
    return String.format(Locale.ROOT, "checkpoint-%06d-%s.safetensors", number, key);
  }

  static boolean isManifest(String name) {
    return name.endsWith(".json") && ANY.matcher(name).matches();
  }

  static boolean isTensorFile(String name) {
    return name.endsWith(".safetensors") && ANY.matcher(name).matches();
  }

  /** Whether it is the remains of an interrupted write. */
  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /** The number in a name, if it is one of a checkpoint's files. */
  static OptionalLong number(String name) {
    Matcher matcher = ANY.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
