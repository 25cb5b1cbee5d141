package org.dsd4j.examples;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import org.dsd4j.testing.LayeringRules;

/** What packages may import. */
@AnalyzeClasses(packages = "org.dsd4j", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest static final ArchTests PACKAGES = ArchTests.in(LayeringRules.class);
}
