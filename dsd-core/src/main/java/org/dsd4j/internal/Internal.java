package org.dsd4j.internal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks packages, types and members that are public only for other packages of this project. They
 * are not part of the library's interface: the Javadoc and the comparison with the last release
 * leave them out. Types and members with this annotation also have the tag {@code @hidden} in their
 * comments; a package with it is internal as a whole.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.PACKAGE,
  ElementType.TYPE,
  ElementType.METHOD,
  ElementType.CONSTRUCTOR,
  ElementType.FIELD
})
public @interface Internal {}
