package org.dsd4j.models;

import java.util.List;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.testing.ContractCoverage;

/** Every class that builds networks is a model. */
class ModelsCoverageTest extends ContractCoverage {
  @Override
  protected Class<?> inMainCode() {
    return ModelCatalogue.class;
  }

  @Override
  protected List<Kind> kinds() {
    return kindsAnd(
        new Kind(
            "Model",
            ModelContract.class,
            type ->
                type != NamedModel.class
                    && makers(type, NetworkBuilder.class).findAny().isPresent()));
  }
}
