package org.dsd4j.examples.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.Summary;
import org.dsd4j.study.ArmResult;
import org.dsd4j.study.StudyResult;
import org.dsd4j.study.TaskResult;

/** The result of a study as JSON, for other programs. */
final class StudyJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StudyJson() {}

  static String text(String title, StudyResult result) {
    ObjectNode root = JSON.createObjectNode().put("title", title);
    ArrayNode tasks = root.putArray("tasks");
    result.tasks().forEach(task -> tasks.add(task(task)));
    return text(root);
  }

  static String text(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root)
          + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always make JSON", e);
    }
  }

  private static ObjectNode task(TaskResult task) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("name", task.name())
            .put("metric", task.task().metric())
            .put("higher_is_better", task.task().higherIsBetter());
    ArrayNode arms = node.putArray("arms");
    task.arms().forEach(arm -> arms.add(arm(arm)));
    return node;
  }

  private static ObjectNode arm(ArmResult arm) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("name", arm.name())
            .put("role", arm.role().toString())
            .put("seeds", arm.rows().size())
            .put("failed", arm.failed().size())
            .put("epochs", arm.epochs());
    arm.values().ifPresent(values -> put(node.putObject("values"), values));
    arm.againstControl()
        .ifPresent(
            against -> {
              ObjectNode difference = node.putObject("minus_control");
              put(difference, against.comparison());
              difference.put("p_holm", against.p());
            });
    arm.finding().ifPresent(finding -> node.put("finding", finding.toString()));
    return node;
  }

  private static void put(ObjectNode node, Summary values) {
    node.put("mean", values.mean());
    values.deviation().ifPresent(deviation -> node.put("deviation", deviation));
  }

  static void put(ObjectNode node, PairedComparison comparison) {
    node.put("pairs", comparison.pairs()).put("mean", comparison.meanDifference());
    comparison
        .interval()
        .ifPresent(
            interval -> {
              node.put("low", interval.low());
              node.put("high", interval.high());
            });
  }
}
