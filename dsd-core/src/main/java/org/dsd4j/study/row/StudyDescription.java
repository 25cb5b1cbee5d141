package org.dsd4j.study.row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.internal.Check;

/**
 * The tasks and arms of a study in words, as they are kept beside its rows. Seeds are not part of
 * it, as a study may have more of them later.
 *
 * @param tasks the tasks, in order
 */
public record StudyDescription(List<Task> tasks) {
  /** Copies the tasks. */
  public StudyDescription {
    tasks = List.copyOf(tasks);
  }

  /**
   * A task.
   *
   * @param name its name
   * @param metric the name of the metric by which arms are compared
   * @param higherIsBetter whether larger values of it are better
   * @param settings its settings by name
   * @param arms its arms, in order
   */
  public record Task(
      String name,
      String metric,
      boolean higherIsBetter,
      Map<String, String> settings,
      List<ArmText> arms) {
    /** Copies the collections. */
    public Task {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
      arms = List.copyOf(arms);
    }

    private Map<String, String> texts() {
      Map<String, String> texts = new LinkedHashMap<>(settings);
      texts.put("metric", metric);
      arms.forEach(arm -> texts.put("arm '" + arm.name() + "'", arm.settings()));
      return texts;
    }
  }

  /**
   * An arm of a task.
   *
   * @param name its name
   * @param role what it is compared as
   * @param family the name that it shares with other settings of the same idea
   * @param settings all of its settings
   */
  public record ArmText(String name, ArmRole role, String family, String settings) {}

  /**
   * This description with the tasks and arms of another one that goes on with it.
   *
   * @param place where this one was read from, for the message
   * @throws IllegalArgumentException if a task or an arm of both has another setting there
   */
  public StudyDescription extendedBy(StudyDescription other, Object place) {
    List<Task> all = new ArrayList<>();
    for (Task known : tasks) {
      Optional<Task> now = other.task(known.name());
      now.ifPresent(task -> checkSame(known, task, place));
      all.add(now.map(task -> joined(known, task)).orElse(known));
    }
    other.tasks.stream().filter(task -> task(task.name()).isEmpty()).forEach(all::add);
    return new StudyDescription(all);
  }

  private static void checkSame(Task known, Task now, Object place) {
    Map<String, String> texts = now.texts();
    known
        .texts()
        .forEach(
            (name, text) ->
                Check.argument(
                    texts.getOrDefault(name, text).equals(text),
                    name + " of '" + known.name() + "' in the study in " + place,
                    text,
                    texts.get(name),
                    "name another folder, or give the task or arm another name"));
  }

  private static Task joined(Task known, Task now) {
    List<ArmText> arms = new ArrayList<>(now.arms());
    known.arms().stream()
        .filter(arm -> now.arms().stream().noneMatch(same -> same.name().equals(arm.name())))
        .forEach(arms::add);
    return new Task(now.name(), now.metric(), now.higherIsBetter(), now.settings(), arms);
  }

  private Optional<Task> task(String name) {
    return tasks.stream().filter(task -> task.name().equals(name)).findFirst();
  }
}
