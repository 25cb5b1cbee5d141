package org.dsd4j.study.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.io.json.SealedJson;

/**
 * A file of rows as JSON lines, which programs can read while a study writes it. A line is on disk
 * before {@link #add} returns; one that a power failure cut is dropped when the file is opened
 * again. For several threads.
 */
public final class RowFile {
  private static final String REMEDY = "move it away to start the study again";

  private final Path file;
  private final List<CellRow> rows;

  private RowFile(Path file, List<CellRow> rows) {
    this.file = file;
    this.rows = rows;
  }

  /**
   * Opens the file, which need not exist.
   *
   * @throws CorruptDataException if a whole line is no row
   */
  public static RowFile open(Path file) {
    return new RowFile(file, new ArrayList<>(read(file)));
  }

  /**
   * The rows of a file.
   *
   * @throws CorruptDataException if a whole line is no row
   */
  public static List<CellRow> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      // Cut before it is decoded: what was being written may end within a character.
      String whole = new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8);
      List<CellRow> rows = new ArrayList<>();
      for (String line : whole.lines().toList()) {
        rows.add(row(file, rows.size() + 1, line));
      }
      return rows;
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  /** The rows so far, in the order in which they were added. */
  public synchronized List<CellRow> rows() {
    return List.copyOf(rows);
  }

  /** Appends a row. */
  public synchronized void add(CellRow row) {
    rows.add(row);
    byte[] line = line(row);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(wholeLines(Files.readAllBytes(file)));
      channel.position(channel.size());
      AtomicFile.writeFully(channel, ByteBuffer.wrap(line));
      channel.force(true);
    } catch (IOException e) {
      throw FileErrors.unwritable(file, e);
    }
  }

  /** The length of the lines that have their end. */
  private static int wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Writes the file again with these rows, in this order. */
  public synchronized void replace(List<CellRow> sorted) {
    rows.clear();
    rows.addAll(sorted);
    AtomicFile.write(
        file,
        channel -> {
          for (CellRow row : sorted) {
            AtomicFile.writeFully(channel, ByteBuffer.wrap(line(row)));
          }
        });
  }

  private static byte[] line(CellRow row) {
    ObjectNode json = SealedJson.MAPPER.createObjectNode();
    json.put("task", row.cell().task());
    json.put("arm", row.cell().arm());
    json.put("seed", row.cell().seed());
    json.put("stage", row.cell().stage().name());
    row.failure().ifPresent(reason -> json.put("failure", reason));
    json.put("epochs", row.epochs());
    row.validation().ifPresent(value -> json.put("validation", value));
    row.test().ifPresent(value -> json.put("test", value));
    ObjectNode measures = json.putObject("measures");
    row.measures().forEach(measures::put);
    ArrayNode curve = json.putArray("curve");
    for (EpochPoint point : row.curve()) {
      curve
          .addObject()
          .put("phase", point.phase())
          .put("trainingLoss", point.trainingLoss())
          .put("validationLoss", point.validationLoss())
          .put("validation", point.validation());
    }
    json.put("weightsSha256", row.weightsSha256());
    try {
      byte[] bytes = SealedJson.MAPPER.writeValueAsBytes(json);
      byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
      line[bytes.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always make JSON", e);
    }
  }

  private static CellRow row(Path file, int number, String line) {
    try {
      JsonNode json = SealedJson.MAPPER.readTree(line);
      Map<String, Double> measures = new LinkedHashMap<>();
      json.required("measures")
          .properties()
          .forEach(field -> measures.put(field.getKey(), number(field.getValue())));
      List<EpochPoint> curve = new ArrayList<>();
      for (JsonNode point : json.required("curve")) {
        curve.add(
            new EpochPoint(
                point.required("phase").asText(),
                number(point.required("trainingLoss")),
                number(point.required("validationLoss")),
                number(point.required("validation"))));
      }
      return new CellRow(
          new CellRow.Cell(
              json.required("task").asText(),
              json.required("arm").asText(),
              json.required("seed").asLong(),
              StudyStage.valueOf(json.required("stage").asText())),
          Optional.ofNullable(json.get("failure")).map(JsonNode::asText),
          json.required("epochs").asInt(),
          optional(json, "validation"),
          optional(json, "test"),
          measures,
          curve,
          json.required("weightsSha256").asText());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new CorruptDataException(
              file, "a row of a study in line " + number, e.getMessage(), REMEDY)
          .causedBy(e);
    }
  }

  private static OptionalDouble optional(JsonNode json, String name) {
    return json.has(name) ? OptionalDouble.of(number(json.get(name))) : OptionalDouble.empty();
  }

  /** Numbers that are not finite are written as text. */
  private static double number(JsonNode value) {
    return value.isTextual() ? Double.parseDouble(value.asText()) : value.doubleValue();
  }
}
