package org.dsd4j.testing;

/** A test of what all things of a kind do; one that extends it brings the thing. */
public interface Contract {
  /** Whether this test brings an object of exactly this class, or what this class makes. */
  boolean covers(Class<?> subject);

  /** Whether this test is named for the class: FooTest for Foo. */
  default boolean isNamedFor(Class<?> subject) {
    return getClass().getSimpleName().equals(subject.getSimpleName() + "Test");
  }
}
