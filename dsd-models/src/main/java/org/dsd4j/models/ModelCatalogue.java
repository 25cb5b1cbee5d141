package org.dsd4j.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.dsd4j.internal.Check;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.spec.LayerKinds;
import org.dsd4j.tensor.Seed;

/** The networks available by name: those of every {@link ModelFamily} on the class path. */
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
   * @throws IllegalArgumentException if two have the same name
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
   * The network with this name.
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

  /**
   * Builds the network of an archive, with the archive's weights and masks: as its file says or, of
   * an archive without the layers, by the name that it has in this catalogue.
   *
   * @return the network, which the caller closes; it does not need the archive afterwards
   * @throws IllegalArgumentException if it has layers that are not this library's (then call {@link
   *     ModelArchive#network} with them), there is no network of this name, or it is not the one
   *     that was written; the message names the file
   */
  public Network build(ModelArchive archive) {
    if (archive.hasArchitecture()) {
      return archive.network(LayerKinds.library());
    }
    Network network = named(archive);
    try {
      archive.loadInto(network);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** The network that an archive names, before its weights are loaded. */
  private Network named(ModelArchive archive) {
    try {
      NetworkBuilder network =
          get(archive.description().model()).network(archive.input(), archive.classes());
      // Checked before memory is allocated by the file's claims; a masked weight takes at least one
      // bit.
      Check.argument(
          network.parameterCount() <= Byte.SIZE * archive.bytes(),
          "network",
          "no more weights than its file has bits, " + Byte.SIZE * archive.bytes(),
          network.parameterCount() + " for " + archive.classes() + " classes",
          "get the file again from its source");
      return network.build(Seed.of(0));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Check.message(
              archive.path().toString(),
              "a network of the catalogue that takes " + archive.input(),
              archive.description().model() + " (" + e.getMessage() + ")",
              "put the library with this network onto the class path"),
          e);
    }
  }
}
