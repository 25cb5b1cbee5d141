package org.dsd4j.data.condition;

import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.internal.Check;

/** The input of samples that a condition changes. */
final class RealInput {
  private RealInput() {}

  /**
   * The name of the only input of a data set.
   *
   * @param condition the condition that changes it, for messages
   * @throws IllegalArgumentException if there are several
   */
  static String only(Dataset dataset, String condition) {
    Map<String, ValuesSpec> inputs =
        Check.given("data set for " + condition, dataset).spec().inputs();
    Check.argument(
        inputs.size() == 1,
        condition + " of " + dataset.name(),
        "samples of one input",
        inputs.keySet(),
        "name one where that is possible, or leave others out by Sample.keepingInputs");
    return inputs.keySet().iterator().next();
  }

  /**
   * The description of an input of real numbers.
   *
   * @throws IllegalArgumentException if there is none of this name, or its numbers are indices
   */
  static ValuesSpec spec(Dataset dataset, String input, String condition) {
    String what = condition + " of " + dataset.name();
    Map<String, ValuesSpec> inputs = dataset.spec().inputs();
    ValuesSpec spec = inputs.get(input);
    if (spec == null) {
      throw new IllegalArgumentException(
          Check.message(what, "one of the inputs " + inputs.keySet(), input, "check the spelling"));
    }
    Check.argument(
        spec.indices().isEmpty(),
        what,
        "real numbers",
        spec,
        "choose an input whose numbers do not stand for words or the like");
    return spec;
  }
}
