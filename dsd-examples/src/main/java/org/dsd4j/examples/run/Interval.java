package org.dsd4j.examples.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An interval of a run, as given on the command line: {@code 30s}, {@code 5m}, {@code 2h}, {@code
 * 500steps}, {@code 1epoch}. A number alone means seconds.
 *
 * @param number the number of units, at least 1
 * @param unit the unit
 */
public record Interval(int number, Unit unit) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(s|m|h|steps?|epochs?)?");

  /** The units of intervals. */
  public enum Unit {
    SECONDS,
    STEPS,
    EPOCHS
  }

  static Interval seconds(int seconds) {
    return new Interval(seconds, Unit.SECONDS);
  }

  /** The time; empty if it is a number of steps or epochs. */
  public Optional<Duration> time() {
    return unit == Unit.SECONDS ? Optional.of(Duration.ofSeconds(number)) : Optional.empty();
  }

  OptionalLong steps() {
    return unit == Unit.STEPS ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** Parses intervals. */
  public static final class Converter implements ITypeConverter<Interval> {
    @Override
    public Interval convert(String text) {
      Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
        throw new TypeConversionException(
            "'" + text + "' is none; write it like 30s, 5m, 2h, 500steps or 1epoch");
      }
      int number = Integer.parseInt(matcher.group(1));
      String unit = Optional.ofNullable(matcher.group(2)).orElse("s");
      return switch (unit.charAt(0)) {
        case 'm' -> seconds(Math.multiplyExact(number, 60));
        case 'h' -> seconds(Math.multiplyExact(number, 3600));
        case 's' -> unit.equals("s") ? seconds(number) : new Interval(number, Unit.STEPS);
        default -> new Interval(number, Unit.EPOCHS);
      };
    }
  }
}
