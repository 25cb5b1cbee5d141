package org.dsd4j.models;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import org.dsd4j.testing.LayeringRules;
import org.dsd4j.testing.MainClasses;

/** What packages may import. */
@AnalyzeClasses(packages = "org.dsd4j", importOptions = MainClasses.class)
class LayeringTest {
  @ArchTest static final ArchTests PACKAGES = ArchTests.in(LayeringRules.class);
}
