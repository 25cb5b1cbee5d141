package org.dsd4j.testing;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/**
 * Leaves out the tests of a module, as a folder of classes and as the jar that other modules use.
 */
public final class MainClasses implements ImportOption {
  private static final ImportOption NO_FOLDER_OF_TESTS = new ImportOption.DoNotIncludeTests();

  @Override
  public boolean includes(Location location) {
    return NO_FOLDER_OF_TESTS.includes(location) && !location.contains("-tests.jar");
  }
}
