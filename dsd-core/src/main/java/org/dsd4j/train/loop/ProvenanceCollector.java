package org.dsd4j.train.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.dsd4j.data.Dataset;
import org.dsd4j.internal.OwnText;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.train.record.Provenance;

/** Gathers the provenance of a run. */
final class ProvenanceCollector {
  private ProvenanceCollector() {}

  static Provenance collect(TrainingSettings s, Map<String, String> further) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("parameters", Long.toString(s.network().parameterCount()));
    settings.put("network", Identity.of(s.network()));
    settings.put("loss", s.objective().toString());
    settings.put("optimizer", OwnText.text(s.optimizer()));
    settings.put("learning rate factors", s.factors().toString());
    settings.put("gradient clipping", s.clipping().toString());
    settings.put("frozen", frozen(s.network()));
    settings.put("statistics held", words(s.network().heldStatistics()));
    settings.put("statistics", s.statisticsAgain() ? FreshStatistics.DESCRIPTION : "running means");
    settings.put("batch size", Integer.toString(s.batchSize().samples()));
    settings.put("order", s.order().toString());
    settings.put("batch transform", OwnText.text(s.batchTransform()));
    settings.put("augmentation", Identity.of(s.transform(), s.training(), s.seed()));
    settings.put(
        "metrics",
        words(s.metrics().stream().map(each -> OwnText.text(each, each.name())).toList()));
    settings.put(Provenance.WHEN_NOT_FINITE, s.whenNotFinite().toString());
    settings.put("element type", s.network().elementType().toString());
    settings.put("activations", s.network().activationType().toString());
    settings.putAll(further);
    Map<String, String> data = new LinkedHashMap<>();
    data.put("training: " + name(s.training()), s.training().fingerprint());
    s.validation().ifPresent(d -> data.put("validation: " + name(d), d.fingerprint()));
    return new Provenance(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        s.seed().value(),
        Collections.unmodifiableMap(settings),
        Collections.unmodifiableMap(data),
        versions(s),
        s.network().kernels().name(),
        s.network().kernels().threads());
  }

  /** By the shorter of two lists. */
  private static String frozen(Network network) {
    Map<Boolean, List<String>> names =
        network.parameters().stream()
            .collect(
                Collectors.partitioningBy(
                    Parameter::isTrained,
                    Collectors.mapping(Parameter::name, Collectors.toList())));
    List<String> trained = names.getOrDefault(true, List.of());
    List<String> frozen = names.getOrDefault(false, List.of());
    return frozen.size() <= trained.size() ? words(frozen) : "all but " + words(trained);
  }

  private static String words(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String name(Dataset dataset) {
    return dataset.name() + " (" + dataset.size() + ")";
  }

  private static Map<String, String> versions(TrainingSettings s) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("dsd4j", libraryVersion());
    versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    versions.put("kernels", s.network().kernels().description());
    return Collections.unmodifiableMap(versions);
  }

  private static String libraryVersion() {
    try (InputStream in = Provenance.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException(
            "version.properties is missing beside " + Provenance.class + "; rebuild dsd-core");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
