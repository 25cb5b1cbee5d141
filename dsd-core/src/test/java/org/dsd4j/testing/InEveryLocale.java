package org.dsd4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs all tests of a class, whose texts are to be the same everywhere, under default locales that
 * write numbers with other digits, other points, or that know other small letters.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(InEveryLocale.Locales.class)
public @interface InEveryLocale {
  /** What locales differ by: Arabic digits, an i that is not the small I, a comma for a point. */
  List<String> TAGS = List.of("en-US", "ar-EG", "tr-TR", "de-DE");

  /** Makes the locales the default, one after the other. */
  final class Locales implements ClassTemplateInvocationContextProvider {
    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
        ExtensionContext context) {
      return TAGS.stream().map(tag -> new In(Locale.forLanguageTag(tag), Locale.getDefault()));
    }
  }

  /**
   * A run of the tests.
   *
   * @param locale the default meanwhile
   * @param before the default otherwise
   */
  record In(Locale locale, Locale before)
      implements ClassTemplateInvocationContext,
          BeforeClassTemplateInvocationCallback,
          AfterClassTemplateInvocationCallback {
    @Override
    public String getDisplayName(int number) {
      return locale.toLanguageTag();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
      Locale.setDefault(locale);
    }

    @Override
    public void afterClassTemplateInvocation(ExtensionContext context) {
      Locale.setDefault(before);
    }
  }
}
