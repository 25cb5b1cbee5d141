package org.dsd4j.train.listen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.jspecify.annotations.Nullable;

/**
 * Writes events of a running training as lines of JSON: the start of a phase, losses of steps at
 * most once per second, epochs with their metrics, failed checkpoints. Lines are appended, so that
 * a resumed run continues the file; the steps since its checkpoint then appear again, and the later
 * line is valid.
 */
public final class MetricLines implements TrainingListener {
  private static final long NANOS_BETWEEN_STEPS = 1_000_000_000;
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final StandardOpenOption mode;
  private @Nullable Writer out;
  private long lastStep = System.nanoTime() - NANOS_BETWEEN_STEPS;

  private MetricLines(Path file, StandardOpenOption mode) {
    this.file = Check.given("file", file);
    this.mode = mode;
  }

  /** Writes a new file, replacing an existing one. */
  public static MetricLines into(Path file) {
    return new MetricLines(file, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Appends to a file, if it exists. */
  public static MetricLines behind(Path file) {
    return new MetricLines(file, StandardOpenOption.APPEND);
  }

  private interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  @Override
  public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
    line(
        "phase",
        phase,
        json -> {
          json.writeStringField("length", phase.epochs().toString());
          json.writeNumberField("steps_per_epoch", stepsPerEpoch);
          json.writeStringField("rate", phase.learningRate().toString());
        });
  }

  @Override
  public void stepFinished(Step step) {
    if (System.nanoTime() - lastStep < NANOS_BETWEEN_STEPS) {
      return;
    }
    lastStep = System.nanoTime();
    line(
        "step",
        step.phase(),
        json -> {
          json.writeNumberField("epoch", step.epoch());
          json.writeNumberField("batch", step.batch());
          json.writeNumberField("loss", step.loss());
          json.writeNumberField("learning_rate", step.learningRate());
        });
  }

  @Override
  public void setBack(Setback setback) {
    line(
        "setback",
        setback.phase(),
        json -> {
          json.writeNumberField("epoch", setback.epoch());
          json.writeNumberField("batch", setback.batch());
          json.writeStringField("action", setback.action().toString());
          json.writeNumberField("count", setback.count());
          json.writeStringField("reason", setback.reason());
        });
  }

  @Override
  public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
    line(
        "epoch",
        phase,
        json -> {
          json.writeNumberField("epoch", epoch.epoch());
          json.writeNumberField("loss", epoch.trainingLoss());
          if (epoch.validationLoss().isPresent()) {
            json.writeNumberField("validation_loss", epoch.validationLoss().getAsDouble());
          }
          json.writeNumberField("learning_rate", epoch.learningRate());
          json.writeNumberField("seconds", epoch.seconds());
          json.writeObjectFieldStart("metrics");
          for (Map.Entry<String, Double> metric : epoch.metrics().entrySet()) {
            json.writeNumberField(metric.getKey(), metric.getValue());
          }
          json.writeEndObject();
        });
  }

  @Override
  public void checkpointFailed(String reason) {
    line("checkpoint_failed", json -> json.writeStringField("reason", reason));
  }

  @Override
  public void runFinished() {
    Writer opened = out;
    if (opened != null) {
      out = null;
      try {
        opened.close();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }

  private void line(String event, PhaseSettings phase, Fields fields) {
    line(
        event,
        json -> {
          json.writeStringField("phase", phase.name());
          fields.writeTo(json);
        });
  }

  private void line(String event, Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", event);
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(text.append('\n').toString());
  }

  private void write(String line) {
    try {
      Writer writer = out == null ? open() : out;
      out = writer;
      // Flushed at once, so that readers see it and an interruption loses at most one line.
      writer.write(line);
      writer.flush();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Writer open() throws IOException {
    return Files.newBufferedWriter(
        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode);
  }

  private UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException(
        file + ": cannot be written; check path, space and permissions (" + e + ")", e);
  }
}
