package dev.locklab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locklab.audit.Judged;
import dev.locklab.experiment.Environment;
import dev.locklab.run.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found by something else than a comparison, in one table: all of its formats but the text
 * are made from it here.
 *
 * @param kind what it is of, as a plural: outcomes, schedules, threads; names the JSON's schema
 * @param title what was run, in a line
 * @param columns of the table
 * @param rows as many values each as there are columns: words, numbers, or null where nobody knows
 * @param sentences what is to be said besides
 * @param text all of it as a terminal shows it, below the title
 * @param runs what it was found in
 * @param environment where that was made; null where nobody wrote it down
 * @param drawing how it is drawn as a page; null where it is not
 */
public record Sheet(
    String kind,
    String title,
    List<Column> columns,
    List<List<@Nullable Object>> rows,
    List<String> sentences,
    List<String> text,
    List<Judged> runs,
    @Nullable Environment environment,
    @Nullable Drawing drawing) {

  private static final int VERSION = 1;

  /**
   * A column of the table.
   *
   * @param unit what its numbers are measured in; null for words
   */
  public record Column(String key, String explanation, @Nullable String unit) {}

  /** How a sheet is drawn as a page. */
  @FunctionalInterface
  public interface Drawing {

    /** The page, in pieces of whole lines. */
    List<String> page(String title, Page.Traces traces);
  }

  /** A sheet of which it is not yet said where its runs were made; see {@link #madeIn}. */
  Sheet(
      String kind,
      String title,
      List<Column> columns,
      List<List<@Nullable Object>> rows,
      List<String> sentences,
      List<String> text,
      List<Judged> runs) {
    this(kind, title, columns, rows, sentences, text, runs, null, null);
  }

  /** The same, made there: its title names the server. */
  public Sheet madeIn(@Nullable Environment made) {
    return new Sheet(
        kind, Environment.titled(title, made), columns, rows, sentences, text, runs, made, drawing);
  }

  /** The same, drawn as a page like that. */
  Sheet drawnBy(Drawing drawn) {
    return new Sheet(kind, title, columns, rows, sentences, text, runs, environment, drawn);
  }

  /** As a terminal shows it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(title, ""));
    lines.addAll(text);
    return lines;
  }

  /** As a page, in pieces of whole lines; null if there is none of its kind. */
  public @Nullable List<String> page(Page.Traces traces) {
    return drawing == null ? null : drawing.page(title, traces);
  }

  /** As CSV: every column's name with its unit, and the rows. */
  public String csv() {
    return Csv.file(
        columns.stream().map(column -> Csv.title(column.key(), column.unit())).toList(),
        rows.stream().map(row -> row.stream().map(Sheet::cell).toList()).toList());
  }

  private static String cell(@Nullable Object value) {
    return value instanceof Number ? value.toString() : Csv.words(words(value));
  }

  private static String words(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /**
   * As JSON: {@code schema}, {@code version}, {@code title}, {@code environment}, {@code columns},
   * {@code rows} by the columns' keys, {@code sentences}, and for each of the {@code runs} what the
   * audit found.
   */
  public String json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("schema", "redis-lock-lab/" + kind).put("version", VERSION).put("title", title);
    if (environment != null) {
      root.set("environment", Json.MAPPER.valueToTree(environment));
    }
    ArrayNode heads = root.putArray("columns");
    for (Column column : columns) {
      heads
          .addObject()
          .put("key", column.key())
          .put("unit", column.unit())
          .put("explanation", column.explanation());
    }
    ArrayNode all = root.putArray("rows");
    for (List<@Nullable Object> row : rows) {
      ObjectNode node = all.addObject();
      for (int i = 0; i < columns.size(); i++) {
        node.putPOJO(columns.get(i).key(), row.get(i));
      }
    }
    sentences.forEach(root.putArray("sentences")::add);
    ArrayNode found = root.putArray("runs");
    for (Judged run : runs) {
      ObjectNode node = found.addObject().put("run", run.spec().run());
      node.put("verdict", run.findings().verdict().name());
      node.put("grade", run.findings().grade().name());
      JsonReport.add(node, run.findings());
      run.findings().notices().forEach(node.putArray("notices")::add);
      List<String> story = ScenarioStory.of(run);
      if (!story.isEmpty()) {
        story.forEach(node.putArray("story")::add);
      }
    }
    try {
      return Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As Markdown: the table, and the sentences. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# " + Markdown.escaped(title));
    lines.add("");
    lines.add(Markdown.row(columns.stream().map(Column::key).toList()));
    lines.add(
        Markdown.row(
            columns.stream().map(column -> column.unit() == null ? "---" : "---:").toList()));
    for (List<@Nullable Object> row : rows) {
      lines.add(Markdown.row(row.stream().map(value -> Markdown.escaped(words(value))).toList()));
    }
    lines.add("");
    sentences.forEach(sentence -> lines.add("- " + Markdown.escaped(sentence)));
    lines.addAll(Markdown.made(environment));
    return lines;
  }
}
