package org.dsd4j.models;

import java.util.List;

/**
 * A group of related networks, declared in the class that builds them. Java's {@link
 * java.util.ServiceLoader} finds every family on the class path, so that a new one, in this library
 * or in another, needs no central list:
 *
 * <pre>{@code
 * @AutoService(ModelFamily.class)
 * public static final class Family implements ModelFamily {
 *   @Override
 *   public List<NamedModel> models() {
 *     return List.of(new NamedModel("lenet5", "LeCun et al. 1998", INPUT, 10, LeNet::lenet5));
 *   }
 * }
 * }</pre>
 */
public interface ModelFamily {
  /** The networks, in the order of tables. */
  List<NamedModel> models();
}
