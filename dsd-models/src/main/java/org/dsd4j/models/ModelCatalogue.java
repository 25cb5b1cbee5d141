package org.dsd4j.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.dsd4j.internal.Check;

/** All networks that can be asked for by name: those of every {@link ModelFamily} there is. */
public final class ModelCatalogue {
  private final Map<String, NamedModel> models = new LinkedHashMap<>();

  private ModelCatalogue(Iterable<ModelFamily> families) {
    for (ModelFamily family : families) {
      for (NamedModel model : family.models()) {
        Check.argument(
            models.putIfAbsent(model.name(), model) == null,
            "model of " + family.getClass().getName(),
            "a name that no other has",
            model.name(),
            "choose another name");
      }
    }
  }

  /**
   * The networks on the class path.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public static ModelCatalogue load() {
    return of(ServiceLoader.load(ModelFamily.class));
  }

  /** The networks of these families. */
  static ModelCatalogue of(Iterable<ModelFamily> families) {
    return new ModelCatalogue(families);
  }

  /** The networks, family by family. */
  public List<NamedModel> models() {
    return List.copyOf(models.values());
  }

  /** Their names. */
  public List<String> names() {
    return List.copyOf(models.keySet());
  }

  /**
   * The network of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public NamedModel get(String name) {
    NamedModel model = models.get(name);
    if (model == null) {
      throw new IllegalArgumentException(
          Check.message("model", "one of " + names(), name, "check the spelling"));
    }
    return model;
  }
}
