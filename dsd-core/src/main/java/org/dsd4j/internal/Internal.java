package org.dsd4j.internal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what is public for other packages of this project only. It is no part of the interface that
 * a version promises: the Javadoc site and the comparison with the last release leave it out. A
 * package that carries it is internal as a whole; a type or member carries the tag {@code @hidden}
 * in its comment beside it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({
  ElementType.PACKAGE,
  ElementType.TYPE,
  ElementType.METHOD,
  ElementType.CONSTRUCTOR,
  ElementType.FIELD
})
public @interface Internal {}
