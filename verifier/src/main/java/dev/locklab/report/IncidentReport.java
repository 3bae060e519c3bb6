package dev.locklab.report;

import dev.locklab.audit.Amounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which incidents came out as they are told, broken beside mended. */
public final class IncidentReport {

  /** What the side is called that has the fault. */
  static final String BROKEN = "broken";

  private static final List<Sheet.Column> COLUMNS =
      List.of(
          new Sheet.Column("incident", "which fault of which library", null),
          new Sheet.Column("issue", "where it is told", null),
          new Sheet.Column("users", "what its users saw", null),
          new Sheet.Column("proves", "what is done again, and what that proves", null),
          new Sheet.Column("versions", "which versions have it", null),
          new Sheet.Column("side", "whether the version has the fault or is repaired", null),
          new Sheet.Column("library", "of which it is", null),
          new Sheet.Column("version", "what was loaded, and what had to be asked for", null),
          new Sheet.Column("runs", "how often it was done again", "count"),
          new Sheet.Column("shown", "in how many of them the fault was seen", "count"),
          new Sheet.Column("undecided", "in how many of them nothing was proved", "count"),
          new Sheet.Column("asTold", "whether all came out as it is told", null),
          new Sheet.Column("evidence", "what was seen, in the first run of the usual kind", null));

  /**
   * An incident with one version.
   *
   * @param name "broken", or "mended"
   * @param version as it was loaded, with what had to be asked for besides
   * @param evidence what was seen, in a sentence
   */
  public record Side(
      String name,
      String library,
      String version,
      int runs,
      int shown,
      int undecided,
      boolean asTold,
      String evidence) {

    String words() {
      if (undecided == runs) {
        return "undecided";
      }
      String words = shown > 0 ? "shows the fault" : "does not";
      return words
          + (runs > 1 ? " %s/%s".formatted(shown > 0 ? shown : runs - undecided, runs) : "");
    }
  }

  /**
   * An incident.
   *
   * @param mended null where nobody has repaired it
   */
  public record Row(
      String incident,
      String issue,
      String users,
      String proves,
      String versions,
      Side broken,
      @Nullable Side mended) {

    List<Side> sides() {
      return mended == null ? List.of(broken) : List.of(broken, mended);
    }

    /** Whether what is repaired shows the fault all the same. */
    public boolean isShownMended() {
      return mended != null && mended.shown() > 0;
    }

    /** Whether both came out as they are told. */
    public boolean asTold() {
      return sides().stream().allMatch(Side::asTold);
    }
  }

  private IncidentReport() {}

  /** Incidents, each with the version that has the fault and the one that has it no more. */
  public static Sheet of(List<Row> rows) {
    List<String> sentences = sentences(rows);
    List<String> text = new ArrayList<>(table(rows));
    text.add("");
    text.addAll(sentences);
    return new Sheet(
            "incidents",
            "Redis Lock Lab: "
                + (rows.size() == 1
                    ? rows.get(0).incident()
                    : Amounts.count(rows.size(), "incident")),
            COLUMNS,
            rows.stream()
                .flatMap(row -> row.sides().stream().map(side -> cells(row, side)))
                .toList(),
            sentences,
            text,
            List.of())
        .drawnBy((title, traces) -> IncidentPage.of(title, verdict(rows), rows));
  }

  private static List<@Nullable Object> cells(Row row, Side side) {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(row.incident());
    cells.add(row.issue());
    cells.add(row.users());
    cells.add(row.proves());
    cells.add(row.versions());
    cells.add(side.name());
    cells.add(side.library());
    cells.add(side.version());
    cells.add(side.runs());
    cells.add(side.shown());
    cells.add(side.undecided());
    cells.add(side.asTold() ? "yes" : "no");
    cells.add(side.evidence());
    return cells;
  }

  private static List<String> table(List<Row> rows) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("incident", "broken", "", "mended", ""));
    for (Row row : rows) {
      Side mended = row.mended();
      table.add(
          List.of(
              row.incident(),
              row.broken().version(),
              marked(row.broken()),
              mended == null ? "none yet" : mended.version(),
              mended == null ? "" : marked(mended)));
    }
    return Aligned.lines(table);
  }

  private static String marked(Side side) {
    return side.words() + (side.asTold() ? "" : " (!)");
  }

  private static List<String> sentences(List<Row> rows) {
    List<String> sentences = new ArrayList<>();
    for (Row row : rows) {
      sentences.add(
          "%s (%s; %s): %s".formatted(row.incident(), row.issue(), row.versions(), row.users()));
      sentences.add("  Here: " + row.proves());
      for (Side side : row.sides()) {
        sentences.add("  %s %s: %s.".formatted(side.library(), side.version(), side.evidence()));
      }
    }
    sentences.add(verdict(rows));
    return sentences;
  }

  private static String verdict(List<Row> rows) {
    long others = rows.stream().filter(row -> !row.asTold()).count();
    return others == 0
        ? "All came out as they are told: what is broken shows it, what is mended does not."
        : Amounts.count(others, "incident") + " did not come out as told (!).";
  }
}
