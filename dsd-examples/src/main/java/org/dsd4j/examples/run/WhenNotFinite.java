package org.dsd4j.examples.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dsd4j.train.record.NonFinitePolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses the policy for steps that are not finite: {@code stop}, {@code skip:10}, {@code back:3}.
 */
final class WhenNotFinite implements ITypeConverter<NonFinitePolicy> {
  private static final Pattern FORM = Pattern.compile("stop|(skip|back):(\\d{1,9})");

  @Override
  public NonFinitePolicy convert(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is none; write stop, skip:10 or back:3, with the most in a phase");
    }
    if (matcher.group(1) == null) {
      return NonFinitePolicy.stop();
    }
    int most = Integer.parseInt(matcher.group(2));
    return matcher.group(1).equals("skip")
        ? NonFinitePolicy.skipBatch(most)
        : NonFinitePolicy.stepBack(most);
  }
}
