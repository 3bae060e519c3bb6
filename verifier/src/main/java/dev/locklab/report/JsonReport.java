package dev.locklab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Recommendation;
import dev.locklab.experiment.Stat;
import dev.locklab.run.Json;

/**
 * An experiment as JSON, for other tools. The object says what it is by {@code schema} and {@code
 * version}; keys are only added within a version. Besides these it has
 *
 * <ul>
 *   <li>{@code setup}: what {@code setup.json} has, environment, strategies, settings and repeats
 *   <li>{@code columns}: key, title, unit and explanation of every column; words have no unit
 *   <li>{@code cells}: the columns of words by their keys, and {@code figures}: for each that is
 *       known median, min, max and the values of the repeats, as numbers in the column's unit;
 *       {@code gradeReason} and {@code findings} of the run that decides the grade; {@code runs},
 *       the ids of the repeats
 *   <li>{@code recommendation}: sentences
 * </ul>
 */
public final class JsonReport {

  private static final String SCHEMA = "redis-lock-lab/experiment";
  private static final int VERSION = 1;

  private JsonReport() {}

  /** The whole file. */
  public static String of(Experiment experiment) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("schema", SCHEMA);
    root.put("version", VERSION);
    root.set("setup", Json.MAPPER.valueToTree(experiment.setup()));
    ArrayNode columns = root.putArray("columns");
    for (Column column : Column.all()) {
      columns
          .addObject()
          .put("key", column.key())
          .put("title", column.title())
          .put("unit", column.unit(experiment))
          .put("explanation", column.explanation());
    }
    ArrayNode cells = root.putArray("cells");
    experiment.cells().forEach(cell -> add(cells.addObject(), cell));
    ArrayNode recommendation = root.putArray("recommendation");
    Recommendation.of(experiment).forEach(recommendation::add);
    try {
      return Json.MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(ObjectNode node, Cell cell) {
    ObjectNode figures = Json.MAPPER.createObjectNode();
    for (Column column : Column.all()) {
      Figure figure = column.figure();
      if (figure == null) {
        String words = column.words().apply(cell);
        if (words != null && column.isCount()) {
          node.put(column.key(), Integer.parseInt(words));
        } else if (words != null) {
          node.put(column.key(), words);
        }
      } else {
        Stat stat = cell.stat(figure);
        if (stat != null) {
          ObjectNode values = figures.putObject(column.key());
          values.put("median", stat.median());
          values.put("min", stat.min());
          values.put("max", stat.max());
          cell.values(figure).forEach(values.putArray("values")::add);
        }
      }
    }
    Judged worst = cell.worst();
    if (worst != null) {
      add(node, worst.findings());
    }
    node.set("figures", figures);
    ArrayNode runs = node.putArray("runs");
    cell.repeats().forEach(run -> runs.add(run.spec().run()));
  }

  /** Why a run has its grade, and all that was found. */
  static void add(ObjectNode node, Findings found) {
    node.put("gradeReason", found.gradeReason());
    ArrayNode findings = node.putArray("findings");
    found
        .findings()
        .forEach(
            finding ->
                findings
                    .addObject()
                    .put("verdict", finding.verdict().name())
                    .put("sentence", finding.sentence()));
  }
}
