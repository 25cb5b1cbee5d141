package org.dsd4j.examples;

import org.dsd4j.testing.ContractCoverage;

class ExamplesCoverageTest extends ContractCoverage {
  @Override
  protected Class<?> inMainCode() {
    return Main.class;
  }
}
